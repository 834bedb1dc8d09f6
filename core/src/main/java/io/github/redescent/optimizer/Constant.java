package io.github.redescent.optimizer;

/**
 * A learning rate that stays.
 *
 * @param rate finite, at least 0
 */
public record Constant(double rate) implements LearningRate {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Constant {
        Require.notNegative("the learning rate", rate);
    }

    @Override
    public double at(long step, HostSchedules host) {
        return rate;
    }
}
