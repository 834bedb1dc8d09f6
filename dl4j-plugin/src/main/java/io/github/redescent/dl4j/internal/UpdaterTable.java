package io.github.redescent.dl4j.internal;

import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.dl4j.HeavyBall;
import io.github.redescent.dl4j.RateSchedule;
import io.github.redescent.optimizer.AdaDelta;
import io.github.redescent.optimizer.AdaGrad;
import io.github.redescent.optimizer.AdaMax;
import io.github.redescent.optimizer.Adam;
import io.github.redescent.optimizer.AdamW;
import io.github.redescent.optimizer.AmsGrad;
import io.github.redescent.optimizer.Constant;
import io.github.redescent.optimizer.Host;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.NAdam;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.RAdam;
import io.github.redescent.optimizer.RmsProp;
import io.github.redescent.optimizer.Scaled;
import io.github.redescent.optimizer.Sgd;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * Which updater of DL4J stands for which optimizer. The framework's own forms are taken as they are;
 * docs/dl4j-optimizers.md says how far they are from PyTorch's.
 *
 * @param hosts stock updaters by the name that a {@link Host} spec calls them
 */
public record UpdaterTable(Map<String, IUpdater> hosts) implements OptimizerSpec.Cases<IUpdater> {
    /** Stands in a rule whose rate comes from elsewhere. */
    private static final double UNUSED = 1;

    /** Copies the map. */
    public UpdaterTable {
        hosts = Map.copyOf(hosts);
    }

    /**
     * Returns what a spec means, beginning now.
     *
     * @throws UnsupportedByBackendException if DL4J has no such rule
     * @throws IllegalArgumentException if a host's updater is not bound
     */
    Regime regime(OptimizerSpec spec, int iteration, int epoch) {
        Regime regime = Regime.of(spec.match(this)).from(iteration, epoch);
        boolean ratedByItself =
                spec instanceof Host || (constant(spec.rate()).isPresent() && !(spec instanceof AdaDelta));
        if (ratedByItself || isOne(spec.rate()) || spec.rate().keptShare().isPresent()) {
            return regime.decayedBy(decay(spec));
        }
        return regime.atPaceOf(pace(spec)).decayedBy(decay(spec));
    }

    /** Returns what a spec means where it takes over from another. */
    Regime regime(OptimizerSpec spec, Regime before, int iteration, int epoch) {
        Regime next = regime(spec, iteration, epoch);
        OptionalDouble share = spec.rate().keptShare();
        return share.isPresent() ? next.keepingRateOf(before, share.getAsDouble()) : next;
    }

    private static IUpdater pace(OptimizerSpec spec) {
        LearningRate rate = spec.rate();
        if (!rate.hostName().isEmpty()) {
            throw new UnsupportedByBackendException(
                    "DL4J's schedules have no names, got " + rate + " for " + spec.kind()
                            + "; bind a whole updater with updater(\"" + rate.hostName() + "\", …) and name it with "
                            + "OptimizerSpec.host, or keep the present schedule with LearningRate.kept()");
        }
        OptionalDouble constant = constant(rate);
        return constant.isPresent()
                ? new org.nd4j.linalg.learning.config.Sgd(constant.getAsDouble())
                : new org.nd4j.linalg.learning.config.Sgd(new RateSchedule(rate));
    }

    /** Returns the penalty or decay that has to stand on the layers for a spec, null for none. */
    static @Nullable Regularization decay(OptimizerSpec spec) {
        if (spec.weightDecay() == 0) {
            return null;
        }
        return spec instanceof AdamW
                ? new WeightDecay(spec.weightDecay(), true)
                : new L2Regularization(spec.weightDecay());
    }

    private static OptionalDouble constant(LearningRate rate) {
        if (rate instanceof Constant constant) {
            return OptionalDouble.of(constant.rate());
        }
        if (rate instanceof Scaled scaled && constant(scaled.of()).isPresent()) {
            return OptionalDouble.of(constant(scaled.of()).getAsDouble() * scaled.factor());
        }
        return OptionalDouble.empty();
    }

    private static boolean isOne(LearningRate rate) {
        return constant(rate).orElse(Double.NaN) == 1;
    }

    private static double rate(OptimizerSpec spec) {
        return constant(spec.rate()).orElse(UNUSED);
    }

    @Override
    public IUpdater sgd(Sgd spec) {
        if (spec.dampening() != 0) {
            throw missing("dampened momentum", spec, "leave the dampening out and divide the rate");
        }
        if (spec.nesterov()) {
            return new Nesterovs(rate(spec), spec.momentum());
        }
        return spec.momentum() == 0
                ? new org.nd4j.linalg.learning.config.Sgd(rate(spec))
                : new HeavyBall(rate(spec), spec.momentum());
    }

    @Override
    public IUpdater adam(Adam spec) {
        return new org.nd4j.linalg.learning.config.Adam(rate(spec), spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater adamW(AdamW spec) {
        return new org.nd4j.linalg.learning.config.Adam(rate(spec), spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater amsGrad(AmsGrad spec) {
        return new AMSGrad(rate(spec), spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater nAdam(NAdam spec) {
        if (spec.momentumDecay() != NAdam.defaults().momentumDecay()) {
            throw missing("NAdam with a momentum schedule", spec, "leave momentumDecay at its default");
        }
        return new Nadam(rate(spec), spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater rAdam(RAdam spec) {
        throw missing("RAdam", spec, "take Adam with a warm-up");
    }

    @Override
    public IUpdater adaMax(AdaMax spec) {
        return new org.nd4j.linalg.learning.config.AdaMax(rate(spec), spec.beta1(), spec.beta2(), spec.eps());
    }

    @Override
    public IUpdater rmsProp(RmsProp spec) {
        if (spec.centered() || spec.momentum() != 0) {
            throw missing("centred RMSprop or one with momentum", spec, "take plain RMSprop, or Adam");
        }
        return new org.nd4j.linalg.learning.config.RmsProp(rate(spec), spec.alpha(), spec.eps());
    }

    @Override
    public IUpdater adaGrad(AdaGrad spec) {
        if (spec.rateDecay() != 0 || spec.initialAccumulator() != 0) {
            throw missing("AdaGrad with a decaying rate or an initial sum", spec, "take a schedule for its rate");
        }
        return new org.nd4j.linalg.learning.config.AdaGrad(rate(spec), spec.eps());
    }

    @Override
    public IUpdater adaDelta(AdaDelta spec) {
        return new org.nd4j.linalg.learning.config.AdaDelta(spec.rho(), spec.eps());
    }

    @Override
    public IUpdater host(Host spec) {
        IUpdater bound = hosts.get(spec.name());
        if (bound == null) {
            throw new IllegalArgumentException("no updater is bound to the name \"" + spec.name() + "\", there are "
                    + hosts.keySet() + "; attach with ControlListener.builder(recipe).updater(\"" + spec.name()
                    + "\", new Nesterovs(1e-3, 0.9))");
        }
        return bound;
    }

    private static UnsupportedByBackendException missing(String what, OptimizerSpec spec, String instead) {
        return new UnsupportedByBackendException("DL4J has no " + what + ", got " + spec + "; " + instead
                + ", or bind an updater of your own with updater(name, …) and name it with OptimizerSpec.host");
    }
}
