package io.github.redescent.optimizer;

/** What a host framework answers for its own schedules. */
@FunctionalInterface
public interface HostSchedules {
    /** A host without schedules. */
    HostSchedules NONE = (name, step) -> {
        throw new IllegalStateException(
                "the rate \"" + name + "\" is the host's own schedule; only an adapter knows it");
    };

    /**
     * Returns the rate of the update that follows {@code step} updates.
     *
     * @param name the schedule's name
     * @param step optimizer updates since the schedule began, from 0
     */
    double at(String name, long step);
}
