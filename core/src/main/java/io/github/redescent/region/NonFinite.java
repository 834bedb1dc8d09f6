package io.github.redescent.region;

import io.github.redescent.control.Evidence;
import java.util.Map;
import java.util.Optional;

/**
 * The loss is NaN or infinite twice in a row, or at the last step, or the weights are. A single loss that is no number
 * may be one bad batch.
 */
final class NonFinite {
    private NonFinite() {}

    /** Looks at an attempt. */
    static Optional<Finding> find(Attempt attempt) {
        Health health = attempt.health();
        if (!Double.isFinite(health.weights())) {
            return Optional.of(found("norm of the weights", health.weights()));
        }
        boolean last = attempt.step() >= attempt.end().orElse(Long.MAX_VALUE);
        return health.badLosses() >= 2 || (last && health.badLosses() == 1)
                ? Optional.of(found("loss", health.loss()))
                : Optional.empty();
    }

    private static Finding found(String what, double value) {
        return new Finding(
                Verdict.NON_FINITE,
                Finding.Certainty.CERTAIN,
                new Evidence(Verdict.NON_FINITE.rule(), what + " is " + value, Map.of(what, value), Map.of()));
    }
}
