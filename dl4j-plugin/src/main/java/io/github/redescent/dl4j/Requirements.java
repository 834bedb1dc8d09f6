package io.github.redescent.dl4j;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.spi.Moments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * What DL4J cannot do, found out at attach. A policy may reset or switch what another has switched before: only when
 * everything was required is it known which rules a parameter may come to have, and what none of them can do.
 */
final class Requirements {
    private final Rules rules;
    private final Map<LiveParameter, IUpdater> started = new HashMap<>();
    private final Map<LiveParameter, List<IUpdater>> switchedTo = new HashMap<>();
    private final Map<LiveParameter, List<IUpdater>> begunFresh = new HashMap<>();
    private final List<Need> needs = new ArrayList<>();

    private record Need(Action action, List<LiveParameter> on) {}

    Requirements(Rules rules) {
        this.rules = rules;
    }

    /**
     * Checks that a model can be controlled.
     *
     * @throws IllegalStateException if it is not initialised
     * @throws UnsupportedByBackendException if it is trained by another way than gradient descent
     */
    static void checkModel(Network model) {
        if (!model.initialised()) {
            throw new IllegalStateException("the model is not initialised; call init() before attaching");
        }
        NeuralNetConfiguration conf = model.model().conf();
        if (conf.getOptimizationAlgo() != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
            throw new UnsupportedByBackendException("only STOCHASTIC_GRADIENT_DESCENT can be controlled, got "
                    + conf.getOptimizationAlgo() + "; line searches evaluate several steps at once");
        }
        if (!conf.isMinimize()) {
            throw new UnsupportedByBackendException("a model with minimize(false) climbs: what is a good loss for it "
                    + "is a bad one for every policy; minimise the negative");
        }
    }

    /** A layer's updater must be in reach. */
    static void checkReachable(LiveParameter parameter) {
        if (!parameter.hostFrozen() && !parameter.config().reachable()) {
            throw new UnsupportedByBackendException("the updater of " + parameter.path() + " cannot be reached: "
                    + parameter.trainable().getConfig().getClass().getSimpleName()
                    + " (SameDiff layers and vertices with parameters are not supported); train it without "
                    + "Redescent, or freeze it with TransferLearning");
        }
    }

    /** Notes what parameters start with in place of what the host gave them. */
    void start(OptimizerSpec spec, List<LiveParameter> on) {
        checkOptimizer(spec, on);
        on.forEach(parameter -> started.put(parameter, spec.match(rules)));
    }

    /** Checks an action by itself, and notes it. */
    void add(Action example, List<LiveParameter> on) {
        if (example instanceof Action.UseOptimizer use) {
            checkOptimizer(use.optimizer(), on);
            IUpdater rule = use.optimizer().match(rules);
            on.forEach(parameter -> list(switchedTo, parameter).add(rule));
            if (use.handover() == Handover.FRESH) {
                on.forEach(parameter -> list(begunFresh, parameter).add(rule));
            }
        } else if (example instanceof Action.Freeze) {
            on.forEach(Requirements::checkFreezable);
        } else if (example instanceof Action.Unfreeze) {
            on.forEach(Requirements::checkUnfreezable);
        }
        needs.add(new Need(example, on));
    }

    private static List<IUpdater> list(Map<LiveParameter, List<IUpdater>> of, LiveParameter parameter) {
        return of.computeIfAbsent(parameter, each -> new ArrayList<>());
    }

    /** Checks what depends on several actions. */
    void checkTogether() {
        for (Need need : needs) {
            for (LiveParameter parameter : need.on()) {
                if (!parameter.optimized()) {
                    continue;
                }
                if (need.action() instanceof Action.ResetState reset) {
                    checkReset(reset.mode(), parameter, among(switchedTo, parameter));
                } else if (need.action() instanceof Action.UseOptimizer use && use.handover() == Handover.MOMENTUM) {
                    // A rule that took over momentum had it from one of these.
                    checkHandover(use.optimizer(), parameter, among(begunFresh, parameter));
                }
            }
        }
    }

    /** Returns the first rule and the later ones. */
    private List<IUpdater> among(Map<LiveParameter, List<IUpdater>> later, LiveParameter parameter) {
        List<IUpdater> all = new ArrayList<>(later.getOrDefault(parameter, List.of()));
        all.add(started.getOrDefault(parameter, parameter.rule()));
        return all;
    }

    private void checkOptimizer(OptimizerSpec spec, List<LiveParameter> on) {
        spec.match(rules);
        String schedule = spec.rate().hostName();
        if (!schedule.isEmpty() && !rules.hosts().has(schedule)) {
            throw new UnsupportedByBackendException("no schedule is bound to the name of " + spec.rate() + " for "
                    + spec.kind() + "; bind an updater that has it with updater(\"" + schedule + "\", …), or name a "
                    + "whole updater with OptimizerSpec.host, or keep the present schedule with LearningRate.kept()");
        }
        on.forEach(parameter -> checkDecay(spec, parameter));
    }

    private static void checkReset(ResetMode mode, LiveParameter parameter, List<IUpdater> known) {
        for (IUpdater rule : known) {
            if (!Rules.isKnown(rule)) {
                throw new UnsupportedByBackendException("the state of " + parameter.path() + " cannot be reset: "
                        + rule.getClass().getName() + " is not one of DL4J's own updaters; leave the parameter out of "
                        + "the policy's target");
            }
        }
        Moments asked = asked(mode);
        if (asked != null && known.stream().noneMatch(rule -> hasMoments(rule, asked))) {
            throw new UnsupportedByBackendException(names(known) + " of " + parameter.path() + " has no such moment as "
                    + mode.name() + " asks for; use ResetMode.FULL");
        }
    }

    private static @Nullable Moments asked(ResetMode mode) {
        boolean first = mode.keepsFirst() != 1 || mode.restartsFirstClock();
        boolean second = mode.keepsSecond() != 1 || mode.restartsSecondClock();
        return first == second ? null : first ? Moments.FIRST : Moments.SECOND;
    }

    private static boolean hasMoments(IUpdater rule, Moments which) {
        return which == Moments.FIRST ? Momentum.has(rule) : Rules.hasSecondMoment(rule);
    }

    private void checkHandover(OptimizerSpec to, LiveParameter parameter, List<IUpdater> known) {
        if (!Momentum.has(to.match(rules))) {
            throw new UnsupportedByBackendException(to.kind() + " for " + parameter.path()
                    + " has no momentum to take over; switch with Handover.FRESH, or to a rule with momentum");
        }
        if (known.stream().noneMatch(Momentum::has)) {
            throw new UnsupportedByBackendException(names(known) + " of " + parameter.path()
                    + " has no momentum to hand over; switch with Handover.FRESH");
        }
    }

    private static String names(List<IUpdater> known) {
        return String.join(
                ", ",
                known.stream().map(rule -> rule.getClass().getSimpleName()).toList());
    }

    /** What would move a frozen parameter after its update must not be there. */
    private static void checkFreezable(LiveParameter parameter) {
        if (parameter.optimized()
                && parameter.trainable().getConfig() instanceof Layer layer
                && layer.getConstraints() != null
                && !layer.getConstraints().isEmpty()) {
            throw new UnsupportedByBackendException(parameter.path()
                    + " cannot be frozen: DL4J applies the constraints "
                    + layer.getConstraints() + " of its layer after every step; leave them out, or freeze the layer "
                    + "with TransferLearning");
        }
    }

    /** What the framework freezes it freezes for good. */
    private static void checkUnfreezable(LiveParameter parameter) {
        if (parameter.hostFrozen()) {
            throw new UnsupportedByBackendException(parameter.path() + " cannot be unfrozen: its layer is a "
                    + "FrozenLayer; take it out with TransferLearning (unfreeze it there) and freeze the group by a "
                    + "recipe instead");
        }
    }

    /** A spec's weight decay needs a place on the layer that nobody has taken. */
    private static void checkDecay(OptimizerSpec spec, LiveParameter parameter) {
        Regularization decay = Rules.decay(spec);
        if (decay == null || !parameter.optimized()) {
            return;
        }
        if (parameter.listed() == LiveParameter.DecayedBy.NONE) {
            throw new UnsupportedByBackendException("DL4J cannot decay " + parameter.path() + " ("
                    + parameter.info().kind()
                    + "), which " + spec.kind() + " with weight decay " + spec.weightDecay()
                    + " asks for; build the groups with decayWeightsOnly(), or give it withWeightDecay(0)");
        }
        if (!parameter.usersPenalties().isEmpty()) {
            throw new UnsupportedByBackendException("the layer of " + parameter.path() + " has penalties of its own, "
                    + parameter.usersPenalties() + ", and " + spec.kind() + " brings weight decay "
                    + spec.weightDecay() + "; take them out of the layer, or use withWeightDecay(0)");
        }
    }
}
