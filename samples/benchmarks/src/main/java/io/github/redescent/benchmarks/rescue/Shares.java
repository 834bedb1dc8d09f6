package io.github.redescent.benchmarks.rescue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of what there is to learn a run has learnt: (chance − final) / (chance − best), where best is the lowest
 * loss of any run alone on the same task in the same framework. Minus infinity where the loss is not a number.
 */
final class Shares {
    /** A run that ends alone below this is broken. */
    static final double BROKEN = 0.1;

    /** A broken run that ends at or above this is rescued; a run that ends alone at or above it is healthy. */
    static final double LEARNT = 0.7;

    /** A healthy run has become worse if its share falls by more. */
    static final double WORSE = 0.02;

    private final Results results;
    private final Map<Task, Double> best = new HashMap<>();

    Shares(Results results, List<Configuration> runs) {
        this.results = results;
        for (Configuration run : runs) {
            results.of(run, Column.ALONE)
                    .map(Column.Outcome::loss)
                    .filter(Double::isFinite)
                    .ifPresent(loss -> best.merge(run.task(), loss, Math::min));
        }
    }

    double of(Configuration run, Column column) {
        double loss = results.of(run, column).map(Column.Outcome::loss).orElseThrow();
        double chance = run.task().chance();
        double floor = best.getOrDefault(run.task(), 0.0);
        return Double.isFinite(loss) ? (chance - loss) / (chance - floor) : Double.NEGATIVE_INFINITY;
    }

    boolean broken(Configuration run) {
        return of(run, Column.ALONE) < BROKEN;
    }

    boolean healthy(Configuration run) {
        return of(run, Column.ALONE) >= LEARNT;
    }

    boolean rescued(Configuration run, Column column) {
        return of(run, column) >= LEARNT;
    }

    boolean worse(Configuration run, Column column) {
        return of(run, column) < of(run, Column.ALONE) - WORSE;
    }

    boolean acted(Configuration run, Column column) {
        return results.of(run, column).orElseThrow().actions() > 0;
    }
}
