package io.github.redescent.optimizer;

/**
 * Adam that divides by the largest second moment so far (Reddi et al. 2018, arXiv 1904.09237, algorithm 2), as
 * PyTorch's {@code Adam(amsgrad=True)}: the maximum is taken before bias correction.
 *
 * @param rate the learning rate; default 1e-3
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param eps keeps the denominator from zero, at least 0; default 1e-8
 * @param weightDecay coupled: added to the gradient as decay times weight, at least 0; default 0
 */
public record AmsGrad(LearningRate rate, double beta1, double beta2, double eps, double weightDecay)
        implements OptimizerSpec {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public AmsGrad {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.notNegative("weightDecay", weightDecay);
    }

    /** Returns PyTorch's defaults. */
    public static AmsGrad defaults() {
        return new AmsGrad(LearningRate.constant(1e-3), 0.9, 0.999, 1e-8, 0);
    }

    @Override
    public AmsGrad withRate(LearningRate newRate) {
        return new AmsGrad(newRate, beta1, beta2, eps, weightDecay);
    }

    /** Returns this with other decay rates of the moments. */
    public AmsGrad withBetas(double first, double second) {
        return new AmsGrad(rate, first, second, eps, weightDecay);
    }

    /** Returns this with another term in the denominator. */
    public AmsGrad withEps(double newEps) {
        return new AmsGrad(rate, beta1, beta2, newEps, weightDecay);
    }

    @Override
    public AmsGrad withWeightDecay(double newDecay) {
        return new AmsGrad(rate, beta1, beta2, eps, newDecay);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.amsGrad(this);
    }
}
