package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Observation;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How far the reading of a {@link FollowedLoss} is. Losses of updates that were left out count for nothing.
 *
 * @param sum of the window's losses so far
 * @param count how many there are
 * @param began the step after which the window began
 * @param missed epochs without a validation loss, if there never was one; negative from the first one on
 * @param value the new value, if the newest observation completed one
 */
record LossReading(double sum, long count, long began, int missed, OptionalDouble value) {
    /** After so many epochs without a validation loss a user who follows it is told. */
    private static final int PATIENCE = 3;

    static LossReading startingAfter(long step) {
        return new LossReading(0, 0, step, 0, OptionalDouble.empty());
    }

    /** Returns this with what came before forgotten. */
    LossReading restartedAfter(long step) {
        return new LossReading(0, 0, step, missed, OptionalDouble.empty());
    }

    /** Returns this after one more observation. */
    LossReading see(Observation now, FollowedLoss which) {
        if (now.moment() != which.moment()) {
            return value.isPresent() ? new LossReading(sum, count, began, missed, OptionalDouble.empty()) : this;
        }
        return which instanceof FollowedLoss.Training training ? train(now, training.window()) : validate(now);
    }

    private LossReading train(Observation now, long window) {
        boolean counts = !now.applied().contains(new Action.SkipUpdate());
        double total = counts ? sum + now.loss() : sum;
        long losses = counts ? count + 1 : count;
        return now.step() - began >= window && losses > 0
                ? new LossReading(0, 0, now.step(), missed, OptionalDouble.of(total / losses))
                : new LossReading(total, losses, began, missed, OptionalDouble.empty());
    }

    private LossReading validate(Observation now) {
        boolean known = now.validationLoss().isPresent();
        int without = known || missed < 0 ? -1 : missed + 1;
        return new LossReading(sum, count, began, without, now.validationLoss());
    }

    /** Returns whether it is time to say that no validation loss ever comes. */
    boolean isMissing() {
        return missed == PATIENCE;
    }

    /** Returns the decision that says so and does nothing. */
    Decision reportMissing() {
        return new Decision(
                List.of(),
                new Evidence(
                        "no-validation-loss",
                        "no validation loss in " + missed + " epochs, so the rate will stay → give the host validation"
                                + " data, or follow the training loss with onTrainingLoss(100)",
                        Map.of("epochs", (double) missed),
                        Map.of()));
    }
}
