package io.github.redescent.region;

import java.util.Optional;

/**
 * Stuck, and the gradients have gone: in some weight tensor most entries are exactly zero (dying rectifiers) or the
 * norm has vanished, at several measurements in a row. Zeros alone prove nothing: embeddings and sparse inputs have
 * them by nature.
 */
public final class Dead {
    private Dead() {}

    /** Looks at the gradients of an attempt that is on a plateau. */
    static Optional<Finding> find(Plateau plateau, Attempt attempt, Thresholds limits) {
        Gradients gradients = attempt.gradients();
        if (!gradients.areDead(limits)) {
            return Optional.empty();
        }
        String sign = gradients.deadest() >= limits.zeroShare()
                ? ", " + Math.round(100 * gradients.deadest()) + "% of the gradient exactly zero"
                : ", gradient vanished";
        return Optional.of(Stuck.found(Verdict.DEAD, plateau, sign));
    }
}
