package io.github.redescent.djl.optimizer;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What is done to all gradients before the rules see them, in this order.
 *
 * @param rescale multiplies every gradient; 1 does nothing
 * @param clipValue limit of every entry's size, both ways
 * @param clipNorm limit of the Euclidean norm of all gradients together, as PyTorch's {@code clip_grad_norm_}
 */
public record GradientTreatment(double rescale, OptionalDouble clipValue, OptionalDouble clipNorm) {
    /** Leaves gradients as they are. */
    public static final GradientTreatment NONE =
            new GradientTreatment(1, OptionalDouble.empty(), OptionalDouble.empty());

    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is not positive and finite
     */
    public GradientTreatment {
        requirePositive("rescale", rescale);
        clipValue.ifPresent(limit -> requirePositive("clipValue", limit));
        clipNorm.ifPresent(limit -> requirePositive("clipNorm", limit));
    }

    /** Returns this with another factor. */
    public GradientTreatment withRescale(double factor) {
        return new GradientTreatment(factor, clipValue, clipNorm);
    }

    /** Returns this with a limit of every entry. */
    public GradientTreatment withClipValue(double limit) {
        return new GradientTreatment(rescale, OptionalDouble.of(limit), clipNorm);
    }

    /** Returns this with a limit of the common norm. */
    public GradientTreatment withClipNorm(double limit) {
        return new GradientTreatment(rescale, clipValue, OptionalDouble.of(limit));
    }

    /** Returns this without a limit of the common norm. */
    public GradientTreatment withoutClipNorm() {
        return new GradientTreatment(rescale, clipValue, OptionalDouble.empty());
    }

    /** Returns whether it leaves gradients as they are. */
    public boolean isIdle() {
        return rescale == 1 && clipValue.isEmpty() && clipNorm.isEmpty();
    }

    /** Treats gradients, in place. */
    public void apply(Program program, TensorList gradients) {
        if (rescale != 1) {
            program.run("rescale", List.of(gradients), rescale);
        }
        clipValue.ifPresent(limit -> program.run("clip_value", List.of(gradients), limit));
        clipNorm.ifPresent(limit -> program.run("clip_norm", List.of(gradients), limit));
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be positive and finite, got " + value);
        }
    }
}
