package io.github.redescent.optimizer;

/**
 * AdaGrad (Duchi et al. 2011), as PyTorch defines it.
 *
 * @param rate the learning rate; default 1e-2
 * @param rateDecay decay of the rate over local steps, PyTorch's {@code lr_decay}, at least 0; default 0
 * @param initialAccumulator start of the sum of squares, at least 0; default 0
 * @param eps keeps the denominator from zero, at least 0; default 1e-10
 * @param weightDecay coupled: added to the gradient as decay times weight, at least 0; default 0
 */
public record AdaGrad(LearningRate rate, double rateDecay, double initialAccumulator, double eps, double weightDecay)
        implements OptimizerSpec {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public AdaGrad {
        Require.notNegative("rateDecay", rateDecay);
        Require.notNegative("initialAccumulator", initialAccumulator);
        Require.notNegative("eps", eps);
        Require.notNegative("weightDecay", weightDecay);
    }

    /** Returns PyTorch's defaults. */
    public static AdaGrad defaults() {
        return new AdaGrad(LearningRate.constant(1e-2), 0, 0, 1e-10, 0);
    }

    @Override
    public AdaGrad withRate(LearningRate newRate) {
        return new AdaGrad(newRate, rateDecay, initialAccumulator, eps, weightDecay);
    }

    /** Returns this with another term in the denominator. */
    public AdaGrad withEps(double newEps) {
        return new AdaGrad(rate, rateDecay, initialAccumulator, newEps, weightDecay);
    }

    /** Returns this with a rate that falls as 1 / (1 + (t - 1) * rateDecay). */
    public AdaGrad withRateDecay(double newDecay) {
        return new AdaGrad(rate, newDecay, initialAccumulator, eps, weightDecay);
    }

    /** Returns this with another start of the sum of squares. */
    public AdaGrad withInitialAccumulator(double newStart) {
        return new AdaGrad(rate, rateDecay, newStart, eps, weightDecay);
    }

    @Override
    public AdaGrad withWeightDecay(double newDecay) {
        return new AdaGrad(rate, rateDecay, initialAccumulator, eps, newDecay);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.adaGrad(this);
    }
}
