package io.github.redescent.optimizer;

/**
 * Adam with Nesterov momentum (Dozat 2016), with PyTorch's momentum schedule: at local step t the decay is beta1 * (1 -
 * 0.5 * 0.96^(t * momentumDecay)).
 *
 * @param rate the learning rate; default 2e-3
 * @param beta1 decay rate of the first moment, in [0, 1); default 0.9
 * @param beta2 decay rate of the second moment, in [0, 1); default 0.999
 * @param eps keeps the denominator from zero, at least 0; default 1e-8
 * @param momentumDecay how fast the momentum schedule rises to beta1, at least 0; default 4e-3
 * @param weightDecay coupled: added to the gradient as decay times weight, at least 0; default 0
 */
public record NAdam(LearningRate rate, double beta1, double beta2, double eps, double momentumDecay, double weightDecay)
        implements OptimizerSpec {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public NAdam {
        Require.fraction("beta1", beta1);
        Require.fraction("beta2", beta2);
        Require.notNegative("eps", eps);
        Require.notNegative("momentumDecay", momentumDecay);
        Require.notNegative("weightDecay", weightDecay);
    }

    /** Returns PyTorch's defaults. */
    public static NAdam defaults() {
        return new NAdam(LearningRate.constant(2e-3), 0.9, 0.999, 1e-8, 4e-3, 0);
    }

    @Override
    public NAdam withRate(LearningRate newRate) {
        return new NAdam(newRate, beta1, beta2, eps, momentumDecay, weightDecay);
    }

    /** Returns this with other decay rates of the moments. */
    public NAdam withBetas(double first, double second) {
        return new NAdam(rate, first, second, eps, momentumDecay, weightDecay);
    }

    /** Returns this with another term in the denominator. */
    public NAdam withEps(double newEps) {
        return new NAdam(rate, beta1, beta2, newEps, momentumDecay, weightDecay);
    }

    /** Returns this with another decay of the momentum schedule. */
    public NAdam withMomentumDecay(double newDecay) {
        return new NAdam(rate, beta1, beta2, eps, newDecay, weightDecay);
    }

    @Override
    public NAdam withWeightDecay(double newDecay) {
        return new NAdam(rate, beta1, beta2, eps, momentumDecay, newDecay);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.nAdam(this);
    }
}
