package io.github.redescent.optimizer;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1) with PyTorch's place of epsilon: the step is rate * mHat /
 * (sqrt(vHat) + eps). Weight decay is coupled; for decoupled decay use {@link AdamW}.
 *
 * @param rate the learning rate; default 1e-3
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param eps keeps the denominator from zero, at least 0; default 1e-8
 * @param weightDecay coupled: added to the gradient as decay times weight, at least 0; default 0
 */
public record Adam(LearningRate rate, double beta1, double beta2, double eps, double weightDecay)
        implements OptimizerSpec {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Adam {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.notNegative("weightDecay", weightDecay);
    }

    /** Returns PyTorch's defaults. */
    public static Adam defaults() {
        return new Adam(LearningRate.constant(1e-3), 0.9, 0.999, 1e-8, 0);
    }

    @Override
    public Adam withRate(LearningRate newRate) {
        return new Adam(newRate, beta1, beta2, eps, weightDecay);
    }

    /** Returns this with other decay rates of the moments. */
    public Adam withBetas(double first, double second) {
        return new Adam(rate, first, second, eps, weightDecay);
    }

    /** Returns this with another term in the denominator. */
    public Adam withEps(double newEps) {
        return new Adam(rate, beta1, beta2, newEps, weightDecay);
    }

    @Override
    public Adam withWeightDecay(double newDecay) {
        return new Adam(rate, beta1, beta2, eps, newDecay);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.adam(this);
    }
}
