package io.github.redescent.optimizer;

/**
 * Stochastic gradient descent, plain or with momentum (Sutskever et al. 2013), as PyTorch defines it: the velocity is
 * momentum * velocity + (1 - dampening) * gradient, starts as the first gradient, and knows nothing of the rate.
 *
 * @param rate the learning rate; default 1e-3
 * @param momentum share of the velocity that is kept, in [0, 1); default 0
 * @param dampening share of the gradient that does not enter the velocity, in [0, 1]; default 0
 * @param nesterov whether the step looks ahead along the velocity; needs momentum and no dampening; default false
 * @param weightDecay coupled: added to the gradient as decay times weight, at least 0; default 0
 */
public record Sgd(LearningRate rate, double momentum, double dampening, boolean nesterov, double weightDecay)
        implements OptimizerSpec {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Sgd {
        Require.fraction("momentum", momentum);
        if (!(dampening >= 0 && dampening <= 1)) {
            throw new IllegalArgumentException("dampening must be in [0, 1], got " + dampening);
        }
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException(
                    "Nesterov momentum needs momentum above 0 and no dampening, got momentum " + momentum
                            + " and dampening " + dampening + "; try withNesterov(0.9)");
        }
        Require.notNegative("weightDecay", weightDecay);
    }

    /** Returns PyTorch's defaults. */
    public static Sgd defaults() {
        return new Sgd(LearningRate.constant(1e-3), 0, 0, false, 0);
    }

    @Override
    public Sgd withRate(LearningRate newRate) {
        return new Sgd(newRate, momentum, dampening, nesterov, weightDecay);
    }

    /** Returns this with heavy-ball momentum. */
    public Sgd withMomentum(double newMomentum) {
        return new Sgd(rate, newMomentum, dampening, false, weightDecay);
    }

    /** Returns this with Nesterov momentum, without dampening. */
    public Sgd withNesterov(double newMomentum) {
        return new Sgd(rate, newMomentum, 0, true, weightDecay);
    }

    /** Returns this with dampened momentum. */
    public Sgd withDampening(double newDampening) {
        return new Sgd(rate, momentum, newDampening, nesterov, weightDecay);
    }

    @Override
    public Sgd withWeightDecay(double newDecay) {
        return new Sgd(rate, momentum, dampening, nesterov, newDecay);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.sgd(this);
    }
}
