package io.github.redescent.optimizer;

import java.util.List;

/**
 * A learning rate that is multiplied by a factor at each milestone, PyTorch's {@code MultiStepLR}.
 *
 * @param start rate of the first update, finite, at least 0
 * @param factor finite, at least 0
 * @param milestones steps in optimizer updates, strictly rising, at least 1; from a milestone's step on the factor
 *     holds
 */
public record Steps(double start, double factor, List<Long> milestones) implements LearningRate {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of range or the milestones do not rise
     */
    public Steps {
        Require.notNegative("the learning rate", start);
        Require.notNegative("factor", factor);
        milestones = List.copyOf(milestones);
        long last = 0;
        for (long milestone : milestones) {
            if (milestone <= last) {
                throw new IllegalArgumentException("milestones must rise and be at least 1, got " + milestones);
            }
            last = milestone;
        }
    }

    @Override
    public double at(long step, HostSchedules host) {
        long passed = milestones.stream().filter(milestone -> milestone <= step).count();
        return start * Math.pow(factor, (double) passed);
    }
}
