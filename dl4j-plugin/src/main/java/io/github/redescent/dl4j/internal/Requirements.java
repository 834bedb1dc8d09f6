package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Action;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** What DL4J cannot do, found out at attach. */
public final class Requirements {
    /** Actions that change updaters, which parameters may share. */
    private static final Set<Class<? extends Action>> PER_UPDATER = Set.of(
            Action.ResetState.class,
            Action.SetRateFactor.class,
            Action.RestartSchedule.class,
            Action.UseOptimizer.class,
            Action.UseFirstOptimizer.class,
            Action.Freeze.class,
            Action.Unfreeze.class,
            Action.Restore.class);

    private Requirements() {}

    /**
     * Checks that a model can be controlled.
     *
     * @throws IllegalStateException if it is not initialised
     * @throws UnsupportedByBackendException if its optimization algorithm is not gradient descent
     */
    public static void checkModel(Dl4jModel model) {
        if (!model.initialised()) {
            throw new IllegalStateException("the model is not initialised; call init() before attaching");
        }
        OptimizationAlgorithm algorithm = model.model().conf().getOptimizationAlgo();
        if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
            throw new UnsupportedByBackendException("only STOCHASTIC_GRADIENT_DESCENT can be controlled, got "
                    + algorithm + "; line searches evaluate several steps at once");
        }
    }

    /** A layer's updater must be reachable in its configuration. */
    static void checkReachable(LiveParameter parameter) {
        if (!parameter.info().frozen()
                && !LayerUpdaters.reachable(parameter.layer().getConfig())) {
            throw new UnsupportedByBackendException("the updater of " + parameter.path() + " cannot be reached: "
                    + parameter.layer().getConfig().getClass().getSimpleName()
                    + " (SameDiff layers and vertices with parameters are not supported); train it without "
                    + "Redescent, or freeze it with TransferLearning");
        }
    }

    /** Checks an action by itself; what depends on other actions, {@link PossibleRules} does. */
    static void check(Action example, List<LiveParameter> on, List<LiveParameter> all, UpdaterTable updaters) {
        if (PER_UPDATER.contains(example.getClass())) {
            checkSeparable(example, on, all);
        }
        if (example instanceof Action.UseOptimizer use) {
            updaters.regime(use.optimizer(), 0, 0);
            on.forEach(parameter -> checkDecay(use.optimizer(), parameter));
        } else if (example instanceof Action.Freeze) {
            on.forEach(Requirements::checkFreezable);
        } else if (example instanceof Action.Unfreeze) {
            on.forEach(Requirements::checkUnfreezable);
        }
    }

    /** A layer has an updater, and can be given one for its biases: they cannot be told apart further. */
    private static void checkSeparable(Action example, List<LiveParameter> on, List<LiveParameter> all) {
        Set<String> chosen = new HashSet<>();
        on.forEach(parameter -> chosen.add(parameter.path()));
        for (LiveParameter out : all) {
            if (!out.hasUpdater() || chosen.contains(out.path())) {
                continue;
            }
            for (LiveParameter in : on) {
                if (in.hasUpdater() && in.updater() == out.updater() && ofBiases(in) == ofBiases(out)) {
                    throw new UnsupportedByBackendException(example.getClass().getSimpleName() + " on " + in.path()
                            + " without " + out.path() + " is impossible: DL4J gives both one updater, and tells "
                            + "only biases apart; target both, or the whole layer");
                }
            }
        }
    }

    private static boolean ofBiases(LiveParameter parameter) {
        return LayerUpdaters.followsBiasUpdater(parameter.layer().getConfig(), parameter.name());
    }

    /** What would move a frozen parameter after its update must not be there. */
    private static void checkFreezable(LiveParameter parameter) {
        TrainingConfig config = parameter.layer().getConfig();
        if (!parameter.hasUpdater()) {
            return;
        }
        if (config instanceof Layer layer
                && layer.getConstraints() != null
                && !layer.getConstraints().isEmpty()) {
            throw new UnsupportedByBackendException(parameter.path()
                    + " cannot be frozen: DL4J applies the constraints "
                    + layer.getConstraints() + " of its layer after every step; leave them out, or freeze the layer "
                    + "with TransferLearning");
        }
        for (Regularization penalty : penalties(parameter)) {
            if (penalty instanceof WeightDecay decay && !decay.isApplyLR()) {
                throw new UnsupportedByBackendException(parameter.path() + " cannot be frozen: its " + decay
                        + " does not look at the learning rate; use new WeightDecay(…, true), or freeze the layer "
                        + "with TransferLearning");
            }
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
        Regularization decay = UpdaterTable.decay(spec);
        if (decay == null || !parameter.hasUpdater()) {
            return;
        }
        if (!LayerUpdaters.decays(parameter.layer().getConfig(), parameter.name())) {
            throw new UnsupportedByBackendException("DL4J cannot decay " + parameter.path() + " ("
                    + parameter.info().kind()
                    + "), which " + spec.kind() + " with weight decay " + spec.weightDecay()
                    + " asks for; build the groups with decayWeightsOnly(), or give it withWeightDecay(0)");
        }
        List<? extends Regularization> present = penalties(parameter);
        if (!present.isEmpty() && parameter.controlled().regime().decay() == null) {
            throw new UnsupportedByBackendException("the layer of " + parameter.path() + " has penalties of its own, "
                    + present + ", and " + spec.kind() + " brings weight decay " + spec.weightDecay()
                    + "; take them out of the layer, or use withWeightDecay(0)");
        }
    }

    private static List<? extends Regularization> penalties(LiveParameter parameter) {
        List<Regularization> penalties = parameter.layer().getConfig().getRegularizationByParam(parameter.name());
        return penalties == null ? List.of() : penalties;
    }

    /** Returns whether a parameter stands in the score by a penalty. */
    static boolean penalised(LiveParameter parameter) {
        return parameter.info().optimized() && !penalties(parameter).isEmpty();
    }
}
