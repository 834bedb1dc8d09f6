package io.github.redescent.optimizer;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2): the weights shrink by
 * rate * weightDecay before each step.
 *
 * @param rate the learning rate; default 1e-3
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param eps keeps the denominator from zero, at least 0; default 1e-8
 * @param weightDecay decoupled, at least 0; default 0.01
 */
public record AdamW(LearningRate rate, double beta1, double beta2, double eps, double weightDecay)
        implements OptimizerSpec {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public AdamW {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.notNegative("weightDecay", weightDecay);
    }

    /** Returns PyTorch's defaults. */
    public static AdamW defaults() {
        return new AdamW(LearningRate.constant(1e-3), 0.9, 0.999, 1e-8, 0.01);
    }

    @Override
    public AdamW withRate(LearningRate newRate) {
        return new AdamW(newRate, beta1, beta2, eps, weightDecay);
    }

    /** Returns this with other decay rates of the moments. */
    public AdamW withBetas(double first, double second) {
        return new AdamW(rate, first, second, eps, weightDecay);
    }

    /** Returns this with another term in the denominator. */
    public AdamW withEps(double newEps) {
        return new AdamW(rate, beta1, beta2, newEps, weightDecay);
    }

    @Override
    public AdamW withWeightDecay(double newDecay) {
        return new AdamW(rate, beta1, beta2, eps, newDecay);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.adamW(this);
    }
}
