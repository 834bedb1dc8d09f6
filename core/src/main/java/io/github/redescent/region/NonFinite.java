package io.github.redescent.region;

import io.github.redescent.control.Evidence;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import java.util.Map;
import java.util.Optional;

/** The loss, or the gradient's norm where it was measured, is NaN or infinite. */
public final class NonFinite {
    private NonFinite() {}

    /** Looks at one observation. */
    public static Optional<Finding> find(Observation now) {
        if (!Double.isFinite(now.loss())) {
            return Optional.of(found("loss", now.loss()));
        }
        double norm = now.measured().total(Quantity.GRADIENT_NORM).orElse(0);
        return Double.isFinite(norm) ? Optional.empty() : Optional.of(found("gradient norm", norm));
    }

    private static Finding found(String what, double value) {
        return new Finding(
                Verdict.NON_FINITE,
                Finding.Certainty.CERTAIN,
                new Evidence(Verdict.NON_FINITE.rule(), what + " is " + value, Map.of(what, value), Map.of()));
    }
}
