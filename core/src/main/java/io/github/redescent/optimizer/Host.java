package io.github.redescent.optimizer;

/**
 * An optimizer of the host framework, bound to its name when a recipe is attached. Use it for a rule that has no spec
 * here; everything it needs, its learning rate included, is its own business.
 *
 * @param name what the host's optimizer is bound to
 */
public record Host(String name) implements OptimizerSpec {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Host {
        Require.name("host optimizer", name);
    }

    /** Returns the schedule that the host's optimizer holds. */
    @Override
    public LearningRate rate() {
        return LearningRate.host(name);
    }

    /**
     * Refuses: the rate of a host's optimizer is the host's.
     *
     * @throws IllegalStateException always
     */
    @Override
    public OptimizerSpec withRate(LearningRate newRate) {
        throw new IllegalStateException("the host optimizer " + name + " has its own rate; set it where it is built");
    }

    /** Returns 0: the host's optimizer decays weights by itself, if at all. */
    @Override
    public double weightDecay() {
        return 0;
    }

    /**
     * Refuses: the weight decay of a host's optimizer is the host's.
     *
     * @throws IllegalStateException always
     */
    @Override
    public OptimizerSpec withWeightDecay(double newDecay) {
        throw new IllegalStateException(
                "the host optimizer " + name + " has its own weight decay; set it where it is built");
    }

    /** Returns the name: a host's own optimizers are called after their kinds. */
    @Override
    public String kind() {
        return name;
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.host(this);
    }
}
