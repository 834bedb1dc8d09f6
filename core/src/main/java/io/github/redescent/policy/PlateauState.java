package io.github.redescent.policy;

import io.github.redescent.control.Observation;
import java.util.List;
import java.util.Map;

/**
 * What {@link ReduceOnPlateau} remembers.
 *
 * @param groups the groups that have parameters in the target
 * @param factors its rate factor by group; absent where it is 1
 * @param reading how far the reading of the loss is
 * @param best the best value so far
 * @param bad values in a row that were no improvement
 * @param cooling values yet to come that are not held against the run
 * @param finite whether there was a finite loss, from which on best weights are kept
 */
record PlateauState(
        List<String> groups,
        Map<String, Double> factors,
        LossReading reading,
        double best,
        int bad,
        int cooling,
        boolean finite) {
    /** Copies the collections. */
    public PlateauState {
        groups = List.copyOf(groups);
        factors = Map.copyOf(factors);
    }

    static PlateauState starting(List<String> groups, long step, double worst) {
        return new PlateauState(groups, Map.of(), LossReading.startingAfter(step), worst, 0, 0, false);
    }

    /** Returns this for other weights: what was seen on the former ones counts for nothing. */
    PlateauState forgetting(long step, double worst) {
        return new PlateauState(groups, factors, reading.restartedAfter(step), worst, 0, 0, finite);
    }

    PlateauState reading(LossReading next, Observation now) {
        if (next.equals(reading) && finite) {
            return this;
        }
        return new PlateauState(groups, factors, next, best, bad, cooling, finite || Double.isFinite(now.loss()));
    }

    PlateauState withFactors(Map<String, Double> next) {
        return new PlateauState(groups, next, reading, best, bad, cooling, finite);
    }

    /** Returns this after one more value. */
    PlateauState count(double value, Improvement improvement) {
        boolean better = improvement.holds(value, best);
        int failures = better || cooling > 0 ? 0 : bad + 1;
        return new PlateauState(
                groups, factors, reading, better ? value : best, failures, Math.max(0, cooling - 1), finite);
    }

    /** Returns this after a reduction. */
    PlateauState cooling(int values) {
        return new PlateauState(groups, factors, reading, best, 0, values, finite);
    }
}
