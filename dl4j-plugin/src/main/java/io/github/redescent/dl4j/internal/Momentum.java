package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Span;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.dl4j.HeavyBall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Hands the running mean of gradients from one rule to the next. With local step t, decay β and mean m of Adam and its
 * kin, m̂ = m/(1 − βᵗ). A velocity v of momentum β gives m̂ = (1 − β)v; {@link Nesterovs} holds −ηv with the rate η,
 * which is divided out by the rate of the last update and multiplied in by that of the next one.
 *
 * @param iteration updates done
 * @param epoch completed epochs
 */
record Momentum(int iteration, int epoch) {
    /** Returns the decay of a rule's running mean of gradients, empty for a rule that has none. */
    static OptionalDouble decay(IUpdater rule, int iteration, int epoch) {
        if (rule instanceof Adam adam) {
            return OptionalDouble.of(adam.getBeta1());
        }
        if (rule instanceof AMSGrad amsGrad) {
            return OptionalDouble.of(amsGrad.getBeta1());
        }
        if (rule instanceof AdaMax adaMax) {
            return OptionalDouble.of(adaMax.getBeta1());
        }
        if (rule instanceof Nadam nadam) {
            return OptionalDouble.of(nadam.getBeta1());
        }
        if (rule instanceof HeavyBall heavyBall) {
            return OptionalDouble.of(heavyBall.momentum());
        }
        return rule instanceof Nesterovs nesterovs
                ? OptionalDouble.of(nesterovs.currentMomentum(iteration, epoch))
                : OptionalDouble.empty();
    }

    /** Returns whether a rule has a running mean of gradients. */
    static boolean has(IUpdater rule) {
        return decay(rule, 0, 0).isPresent();
    }

    /**
     * Takes m̂ of some parameters, as copies by offset.
     *
     * @throws UnsupportedByBackendException if a rule has none
     */
    Map<Long, INDArray> take(Dl4jModel model, List<LiveParameter> on) {
        Map<Long, List<INDArray>> state = OptimizerState.slots(model);
        Map<Long, INDArray> means = new HashMap<>();
        OutsideWorkspaces.run(() -> {
            for (LiveParameter parameter : on) {
                List<INDArray> slots = state.getOrDefault(parameter.offset(), List.of());
                if (slots.isEmpty() || !has(parameter.controlled().inner())) {
                    throw new UnsupportedByBackendException(
                            parameter.controlled().regime().name() + " of " + parameter.path()
                                    + " has no momentum to hand over; switch with Handover.FRESH");
                }
                double factor = factor(parameter.controlled(), iteration - 1, sinceFirstMoment(parameter));
                means.put(parameter.offset(), slots.get(0).mul(factor == 0 ? 0 : 1 / factor));
            }
        });
        return means;
    }

    /** Returns the first slot of the new rules, from m̂ of the old ones. */
    void give(Dl4jModel model, List<LiveParameter> on, Map<Long, INDArray> means) {
        Map<Long, List<INDArray>> state = OptimizerState.slots(model);
        for (LiveParameter parameter : on) {
            INDArray mean = means.get(parameter.offset());
            if (mean != null) {
                double factor = factor(parameter.controlled(), iteration, sinceFirstMoment(parameter));
                state.getOrDefault(parameter.offset(), List.of()).get(0).assign(mean.muli(factor));
                mean.close();
            }
        }
    }

    private int sinceFirstMoment(LiveParameter parameter) {
        return ControlledUpdater.sinceOrigin(iteration, parameter.controlled().firstMomentOrigin());
    }

    /** Returns what m̂ is multiplied by in a rule's first slot. */
    private double factor(ControlledUpdater updater, int atIteration, int localStep) {
        IUpdater rule = updater.inner();
        double decay = decay(rule, Math.max(0, atIteration), epoch).orElse(0);
        if (rule instanceof HeavyBall) {
            return 1 / (1 - decay);
        }
        if (rule instanceof Nesterovs) {
            double rate = updater.scheduledRate(Math.max(0, atIteration), epoch)
                    * updater.factor(Span.LASTING)
                    * updater.factor(Span.PASSING);
            return -rate / (1 - decay);
        }
        return 1 - Math.pow(decay, (double) localStep);
    }
}
