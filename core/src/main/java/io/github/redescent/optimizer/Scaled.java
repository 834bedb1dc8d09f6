package io.github.redescent.optimizer;

import java.util.OptionalDouble;

/**
 * Another rate, multiplied.
 *
 * @param of the other
 * @param factor positive and finite
 */
public record Scaled(LearningRate of, double factor) implements LearningRate {
    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Scaled {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a rate's factor must be positive and finite, got " + factor);
        }
    }

    @Override
    public double at(long step, HostSchedules host) {
        return of.at(step, host) * factor;
    }

    @Override
    public String hostName() {
        return of.hostName();
    }

    @Override
    public OptionalDouble keptShare() {
        OptionalDouble share = of.keptShare();
        return share.isPresent() ? OptionalDouble.of(share.getAsDouble() * factor) : share;
    }
}
