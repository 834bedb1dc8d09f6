package io.github.redescent.djl.internal;

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
 * What an optimizer's first state tensor is multiplied by to be the running mean of gradients, after some updates;
 * empty where it has no such tensor. RMSprop's momentum buffer averages steps, not gradients.
 *
 * @param updates updates since that tensor was reset
 */
record MeanScale(long updates) implements OptimizerSpec.Cases<OptionalDouble> {
    /** Returns whether an optimizer holds a running mean of gradients. */
    static boolean isKnownFor(OptimizerSpec spec) {
        return spec.match(new MeanScale(1)).isPresent();
    }

    @Override
    public OptionalDouble sgd(Sgd spec) {
        return spec.momentum() == 0 || spec.dampening() == 1
                ? OptionalDouble.empty()
                : OptionalDouble.of((1 - spec.momentum()) / (1 - spec.dampening()));
    }

    private OptionalDouble corrected(double beta) {
        return OptionalDouble.of(1 / (1 - Math.pow(beta, (double) updates)));
    }

    @Override
    public OptionalDouble adam(Adam spec) {
        return corrected(spec.beta1());
    }

    @Override
    public OptionalDouble adamW(AdamW spec) {
        return corrected(spec.beta1());
    }

    @Override
    public OptionalDouble amsGrad(AmsGrad spec) {
        return corrected(spec.beta1());
    }

    @Override
    public OptionalDouble nAdam(NAdam spec) {
        return corrected(spec.beta1());
    }

    @Override
    public OptionalDouble rAdam(RAdam spec) {
        return corrected(spec.beta1());
    }

    @Override
    public OptionalDouble adaMax(AdaMax spec) {
        return corrected(spec.beta1());
    }

    @Override
    public OptionalDouble rmsProp(RmsProp spec) {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble adaGrad(AdaGrad spec) {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble adaDelta(AdaDelta spec) {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble host(Host spec) {
        return OptionalDouble.empty();
    }
}
