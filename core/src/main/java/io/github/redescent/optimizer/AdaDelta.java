package io.github.redescent.optimizer;

/**
 * AdaDelta (Zeiler 2012, arXiv 1212.5701, algorithm 1), its step multiplied by the rate as in PyTorch.
 *
 * @param rate the learning rate; default 1.0
 * @param rho decay rate of both averages, in [0, 1); default 0.9
 * @param eps keeps the denominator from zero, at least 0; default 1e-6
 * @param weightDecay coupled: added to the gradient as decay times weight, at least 0; default 0
 */
public record AdaDelta(LearningRate rate, double rho, double eps, double weightDecay) implements OptimizerSpec {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public AdaDelta {
        Require.fraction("rho", rho);
        Require.notNegative("eps", eps);
        Require.notNegative("weightDecay", weightDecay);
    }

    /** Returns PyTorch's defaults. */
    public static AdaDelta defaults() {
        return new AdaDelta(LearningRate.constant(1.0), 0.9, 1e-6, 0);
    }

    @Override
    public AdaDelta withRate(LearningRate newRate) {
        return new AdaDelta(newRate, rho, eps, weightDecay);
    }

    /** Returns this with another decay rate of both averages. */
    public AdaDelta withRho(double newRho) {
        return new AdaDelta(rate, newRho, eps, weightDecay);
    }

    /** Returns this with another term in the denominator. */
    public AdaDelta withEps(double newEps) {
        return new AdaDelta(rate, rho, newEps, weightDecay);
    }

    @Override
    public AdaDelta withWeightDecay(double newDecay) {
        return new AdaDelta(rate, rho, eps, newDecay);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.adaDelta(this);
    }
}
