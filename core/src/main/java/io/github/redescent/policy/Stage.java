package io.github.redescent.policy;

import io.github.redescent.control.Handover;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.Sgd;

/**
 * One switch of a chain.
 *
 * @param optimizer what takes over
 * @param trigger when
 * @param rate at which rate
 * @param handover what it takes over
 */
record Stage(OptimizerSpec optimizer, Trigger trigger, SwitchRate rate, Handover handover) {
    /**
     * Checks that the rate can be found.
     *
     * @throws IllegalArgumentException if it cannot; the message says what can
     */
    public Stage {
        rate.check(optimizer, trigger, handover);
    }

    /**
     * Returns a switch that starts fresh, at the rate that SWATS estimates where it is the trigger of a switch to
     * gradient descent, else at the optimizer's own.
     */
    public static Stage of(OptimizerSpec optimizer, Trigger trigger) {
        boolean estimates = trigger.estimatesRate() && optimizer instanceof Sgd;
        return new Stage(optimizer, trigger, estimates ? SwitchRate.estimated() : SwitchRate.given(), Handover.FRESH);
    }

    /** Returns an optimizer as it may take over, for a backend to check. */
    public OptimizerSpec example() {
        return rate instanceof SwitchRate.Given ? optimizer : optimizer.withRate(LearningRate.kept());
    }

    /** Returns this switch at another rate. */
    public Stage withRate(SwitchRate newRate) {
        return new Stage(optimizer, trigger, newRate, handover);
    }

    /** Returns this switch with another handover. */
    public Stage withHandover(Handover newHandover) {
        return new Stage(optimizer, trigger, rate, newHandover);
    }
}
