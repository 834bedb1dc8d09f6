package io.github.redescent.policy;

import io.github.redescent.control.Handover;
import io.github.redescent.optimizer.AdaDelta;
import io.github.redescent.optimizer.AdaGrad;
import io.github.redescent.optimizer.AdaMax;
import io.github.redescent.optimizer.Adam;
import io.github.redescent.optimizer.AdamW;
import io.github.redescent.optimizer.AmsGrad;
import io.github.redescent.optimizer.Host;
import io.github.redescent.optimizer.NAdam;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.RAdam;
import io.github.redescent.optimizer.RmsProp;
import io.github.redescent.optimizer.Sgd;
import java.util.OptionalDouble;

/**
 * How large a rule's first updates are at most, per unit of learning rate. Gradient descent takes ‖g + λθ‖, and once
 * its velocity has built up 1/(1 − β) times that; rules that divide by the gradient's size move each of n entries by
 * the rate at most: √n, and RMSprop, whose average starts from zero uncorrected, √n/√(1 − α).
 *
 * @param handover what the rule takes over: a momentum that was handed to a rule that divides by its own first gradient
 *     makes steps of unknown size
 * @param gradient ‖g‖
 * @param parameters ‖θ‖, for weight decay
 * @param count entries n
 */
record StepSize(Handover handover, double gradient, double parameters, long count)
        implements OptimizerSpec.Cases<OptionalDouble> {

    /** Returns whether a rule's first step is known. */
    static boolean isKnown(OptimizerSpec optimizer, Handover handover) {
        return optimizer.match(new StepSize(handover, 1, 1, 1)).isPresent();
    }

    /** Returns by what one unit of momentum steady gradients are multiplied: 1 without. */
    static double gain(Sgd spec) {
        return Math.max(1, (1 - spec.dampening()) / (1 - spec.momentum()));
    }

    @Override
    public OptionalDouble sgd(Sgd spec) {
        return OptionalDouble.of((gradient + spec.weightDecay() * parameters) * gain(spec));
    }

    @Override
    public OptionalDouble adam(Adam spec) {
        return perEntry(1);
    }

    @Override
    public OptionalDouble adamW(AdamW spec) {
        OptionalDouble step = perEntry(1);
        return step.isPresent() ? OptionalDouble.of(step.getAsDouble() + spec.weightDecay() * parameters) : step;
    }

    @Override
    public OptionalDouble amsGrad(AmsGrad spec) {
        return perEntry(1);
    }

    @Override
    public OptionalDouble nAdam(NAdam spec) {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble rAdam(RAdam spec) {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble adaMax(AdaMax spec) {
        return perEntry(1);
    }

    @Override
    public OptionalDouble rmsProp(RmsProp spec) {
        double variance = (1 - spec.alpha()) * (spec.centered() ? spec.alpha() : 1);
        return variance > 0 ? perEntry(1 / Math.sqrt(variance) / (1 - spec.momentum())) : OptionalDouble.empty();
    }

    @Override
    public OptionalDouble adaGrad(AdaGrad spec) {
        return perEntry(1);
    }

    @Override
    public OptionalDouble adaDelta(AdaDelta spec) {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble host(Host spec) {
        return OptionalDouble.empty();
    }

    private OptionalDouble perEntry(double step) {
        return handover == Handover.FRESH
                ? OptionalDouble.of(Math.sqrt((double) count) * step)
                : OptionalDouble.empty();
    }
}
