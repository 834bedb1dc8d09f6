package io.github.redescent.dl4j;

import io.github.redescent.control.UnsupportedByBackendException;
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
import io.github.redescent.spi.Moments;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * Which of DL4J's updaters stands for which optimizer, and what their state means. The framework's own forms are taken
 * as they are; docs/dl4j-optimizers.md says how far they are from PyTorch's.
 *
 * @param hosts stock updaters by the name that a {@link Host} spec calls them
 */
record Rules(NamedUpdaters hosts) implements OptimizerSpec.Cases<IUpdater> {
    /** Stands in a rule until its rate is set, before each update. */
    private static final double UNSET = 1;

    private static final Set<String> FIRST = Set.of("M");
    private static final Set<String> SECOND = Set.of("V", "V_HAT", "G", "grad", "msg", "msdx");

    /** Returns the names of a rule's state that hold some moments; {@link Nesterovs} calls its velocity V. */
    static boolean holds(IUpdater rule, String state, Moments which) {
        boolean first = rule instanceof Nesterovs || FIRST.contains(state);
        return switch (which) {
            case ALL -> true;
            case FIRST -> first;
            case SECOND -> !first && SECOND.contains(state);
        };
    }

    /** Returns whether what the state of a rule means is known. */
    static boolean isKnown(IUpdater rule) {
        return rule.getClass().getPackage() == IUpdater.class.getPackage();
    }

    /** Returns whether a rule measures the size of gradients. */
    static boolean hasSecondMoment(IUpdater rule) {
        return isKnown(rule) && !(rule instanceof Nesterovs) && rule.stateSize(1) > 0;
    }

    /** Returns whether a rule corrects its first moment for a start from zero. */
    static boolean correctsFirst(IUpdater rule) {
        return correctsBoth(rule) || rule instanceof org.nd4j.linalg.learning.config.AdaMax || rule instanceof Nadam;
    }

    /** Returns whether a rule corrects both moments, by one count. */
    static boolean correctsBoth(IUpdater rule) {
        return rule instanceof org.nd4j.linalg.learning.config.Adam || rule instanceof AMSGrad;
    }

    /** Returns the decay β of a rule's running mean of gradients, empty for a rule that has none. */
    static OptionalDouble firstDecay(IUpdater rule, int iteration, int epoch) {
        if (rule instanceof org.nd4j.linalg.learning.config.Adam adam) {
            return OptionalDouble.of(adam.getBeta1());
        }
        if (rule instanceof AMSGrad amsGrad) {
            return OptionalDouble.of(amsGrad.getBeta1());
        }
        if (rule instanceof org.nd4j.linalg.learning.config.AdaMax adaMax) {
            return OptionalDouble.of(adaMax.getBeta1());
        }
        if (rule instanceof Nadam nadam) {
            return OptionalDouble.of(nadam.getBeta1());
        }
        return rule instanceof Nesterovs nesterovs
                ? OptionalDouble.of(nesterovs.currentMomentum(iteration, epoch))
                : OptionalDouble.empty();
    }

    /** Returns whether a spec is heavy-ball momentum. */
    static boolean isHeavyBall(OptimizerSpec spec) {
        return spec instanceof Sgd sgd && sgd.momentum() > 0 && !sgd.nesterov();
    }

    /** Returns the penalty or decay that a spec brings, null for none. */
    static @Nullable Regularization decay(OptimizerSpec spec) {
        if (spec.weightDecay() == 0) {
            return null;
        }
        return spec instanceof AdamW
                ? new WeightDecay(spec.weightDecay(), true)
                : new L2Regularization(spec.weightDecay());
    }

    @Override
    public IUpdater sgd(Sgd spec) {
        if (spec.dampening() != 0) {
            throw missing("dampened momentum", spec, "leave the dampening out and divide the rate");
        }
        return spec.momentum() == 0
                ? new org.nd4j.linalg.learning.config.Sgd(UNSET)
                : new Nesterovs(UNSET, spec.momentum());
    }

    @Override
    public IUpdater adam(Adam spec) {
        return new org.nd4j.linalg.learning.config.Adam(UNSET, spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater adamW(AdamW spec) {
        return new org.nd4j.linalg.learning.config.Adam(UNSET, spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater amsGrad(AmsGrad spec) {
        return new AMSGrad(UNSET, spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater nAdam(NAdam spec) {
        if (spec.momentumDecay() != NAdam.defaults().momentumDecay()) {
            throw missing("NAdam with a momentum schedule", spec, "leave momentumDecay at its default");
        }
        return new Nadam(UNSET, spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater rAdam(RAdam spec) {
        throw missing("RAdam", spec, "take Adam with a warm-up");
    }

    @Override
    public IUpdater adaMax(AdaMax spec) {
        return new org.nd4j.linalg.learning.config.AdaMax(UNSET, spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater rmsProp(RmsProp spec) {
        if (spec.centered() || spec.momentum() != 0) {
            throw missing("centred RMSprop or one with momentum", spec, "take plain RMSprop, or Adam");
        }
        return new org.nd4j.linalg.learning.config.RmsProp(UNSET, spec.alpha(), spec.eps());
    }

    @Override
    public IUpdater adaGrad(AdaGrad spec) {
        if (spec.rateDecay() != 0 || spec.initialAccumulator() != 0) {
            throw missing("AdaGrad with a decaying rate or an initial sum", spec, "take a schedule for its rate");
        }
        return new org.nd4j.linalg.learning.config.AdaGrad(UNSET, spec.eps());
    }

    @Override
    public IUpdater adaDelta(AdaDelta spec) {
        return new org.nd4j.linalg.learning.config.AdaDelta(spec.rho(), spec.eps());
    }

    @Override
    public IUpdater host(Host spec) {
        return NamedUpdaters.copy(hosts.get(spec.name()));
    }

    private static UnsupportedByBackendException missing(String what, OptimizerSpec spec, String instead) {
        return new UnsupportedByBackendException("DL4J has no " + what + ", got " + spec + "; " + instead
                + ", or bind an updater of your own with updater(name, …) and name it with OptimizerSpec.host");
    }
}
