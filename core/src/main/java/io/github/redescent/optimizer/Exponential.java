package io.github.redescent.optimizer;

/**
 * A learning rate that is multiplied by a factor at each update, PyTorch's {@code ExponentialLR}.
 *
 * @param start rate of the first update, finite, at least 0
 * @param factor per update, finite, at least 0; 0.9999 halves the rate in 6931 updates
 */
public record Exponential(double start, double factor) implements LearningRate {
    /**
     * Checks both numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Exponential {
        Require.notNegative("the learning rate", start);
        Require.notNegative("factor", factor);
    }

    @Override
    public double at(long step, HostSchedules host) {
        return start * Math.pow(factor, (double) step);
    }
}
