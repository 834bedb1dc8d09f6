package io.github.redescent.optimizer;

/**
 * Adam that steps by its first moment alone while the variance of its second is intractable (Liu et al. 2020, arXiv
 * 1908.03265, algorithm 2), with PyTorch's place of epsilon.
 *
 * @param rate the learning rate; default 1e-3
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param eps keeps the denominator from zero, at least 0; default 1e-8
 * @param weightDecay coupled: added to the gradient as decay times weight, at least 0; default 0
 */
public record RAdam(LearningRate rate, double beta1, double beta2, double eps, double weightDecay)
        implements OptimizerSpec {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public RAdam {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.notNegative("weightDecay", weightDecay);
    }

    /** Returns PyTorch's defaults. */
    public static RAdam defaults() {
        return new RAdam(LearningRate.constant(1e-3), 0.9, 0.999, 1e-8, 0);
    }

    @Override
    public RAdam withRate(LearningRate newRate) {
        return new RAdam(newRate, beta1, beta2, eps, weightDecay);
    }

    /** Returns this with other decay rates of the moments. */
    public RAdam withBetas(double first, double second) {
        return new RAdam(rate, first, second, eps, weightDecay);
    }

    /** Returns this with another term in the denominator. */
    public RAdam withEps(double newEps) {
        return new RAdam(rate, beta1, beta2, newEps, weightDecay);
    }

    @Override
    public RAdam withWeightDecay(double newDecay) {
        return new RAdam(rate, beta1, beta2, eps, newDecay);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.rAdam(this);
    }
}
