package io.github.redescent.optimizer;

/**
 * RMSprop (Tieleman and Hinton 2012, lecture 6.5), plain, centred (Graves 2013, arXiv 1308.0850, equation 40) or with
 * momentum, as PyTorch defines it: epsilon is added outside the root.
 *
 * @param rate the learning rate; default 1e-2
 * @param alpha decay rate of the squared gradients' average, in [0, 1); default 0.99
 * @param eps keeps the denominator from zero, at least 0; default 1e-8
 * @param momentum heavy-ball momentum on the scaled gradient, in [0, 1); default 0
 * @param centered whether to divide by the variance in place of the second moment; default false
 * @param weightDecay coupled: added to the gradient as decay times weight, at least 0; default 0
 */
public record RmsProp(
        LearningRate rate, double alpha, double eps, double momentum, boolean centered, double weightDecay)
        implements OptimizerSpec {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public RmsProp {
        Require.fraction("alpha", alpha);
        Require.notNegative("eps", eps);
        Require.fraction("momentum", momentum);
        Require.notNegative("weightDecay", weightDecay);
    }

    /** Returns PyTorch's defaults. */
    public static RmsProp defaults() {
        return new RmsProp(LearningRate.constant(1e-2), 0.99, 1e-8, 0, false, 0);
    }

    @Override
    public RmsProp withRate(LearningRate newRate) {
        return new RmsProp(newRate, alpha, eps, momentum, centered, weightDecay);
    }

    /** Returns this with another decay rate of the squared gradients' average. */
    public RmsProp withAlpha(double newAlpha) {
        return new RmsProp(rate, newAlpha, eps, momentum, centered, weightDecay);
    }

    /** Returns this with another term in the denominator. */
    public RmsProp withEps(double newEps) {
        return new RmsProp(rate, alpha, newEps, momentum, centered, weightDecay);
    }

    /** Returns this with heavy-ball momentum on the scaled gradient. */
    public RmsProp withMomentum(double newMomentum) {
        return new RmsProp(rate, alpha, eps, newMomentum, centered, weightDecay);
    }

    /** Returns this with the gradient's variance in place of its second moment. */
    public RmsProp asCentered() {
        return new RmsProp(rate, alpha, eps, momentum, true, weightDecay);
    }

    @Override
    public RmsProp withWeightDecay(double newDecay) {
        return new RmsProp(rate, alpha, eps, momentum, centered, newDecay);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.rmsProp(this);
    }
}
