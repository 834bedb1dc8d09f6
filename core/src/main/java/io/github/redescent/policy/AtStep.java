package io.github.redescent.policy;

import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * After a number of optimizer updates.
 *
 * @param count updates since counting began, at least 1
 */
public record AtStep(long count) implements Trigger {
    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public AtStep {
        if (count < 1) {
            throw new IllegalArgumentException("the updates before a switch must be at least 1, got " + count);
        }
    }

    @Override
    public Optional<Evidence> fires(Watch watch) {
        return watch.steps() < count
                ? Optional.empty()
                : Optional.of(new Evidence(
                        "steps",
                        watch.steps() + " updates done",
                        Map.of("steps", (double) watch.steps()),
                        Map.of("steps", (double) count)));
    }

    @Override
    public Set<Measurement> wants(long step, Watch watch) {
        return step > watch.since().step() + count - Sizes.FEW ? Sizes.WANTED : Set.of();
    }
}
