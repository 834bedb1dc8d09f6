package io.github.redescent.optimizer;

/**
 * The host's own schedule, bound to its name when a recipe is attached.
 *
 * @param name what the host's schedule is bound to
 */
public record HostRate(String name) implements LearningRate {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public HostRate {
        Require.name("host schedule", name);
    }

    @Override
    public double at(long step, HostSchedules host) {
        return host.at(name, step);
    }

    @Override
    public String hostName() {
        return name;
    }
}
