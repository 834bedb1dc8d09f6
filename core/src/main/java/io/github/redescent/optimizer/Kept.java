package io.github.redescent.optimizer;

import java.util.OptionalDouble;

/** The schedule that a parameter has already: it goes on where it is when the optimizer changes. */
public record Kept() implements LearningRate {
    /**
     * Refuses: which schedule it is, only the run knows.
     *
     * @throws IllegalStateException always
     */
    @Override
    public double at(long step, HostSchedules host) {
        throw new IllegalStateException("a kept rate stands for the schedule that the parameter has already; it means "
                + "something only where a running optimizer is replaced");
    }

    @Override
    public OptionalDouble keptShare() {
        return OptionalDouble.of(1);
    }
}
