package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Action;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.dl4j.ControlledUpdater;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.nd4j.linalg.learning.config.IUpdater;

/** What DL4J cannot do, found out at attach. */
public final class Requirements {
    private Requirements() {}

    /** Returns whether a model's score has penalty terms that can change from step to step. */
    public static boolean penalised(Dl4jModel model) {
        return model.penalty() != 0;
    }

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
                    + "Redescent, or freeze it");
        }
    }

    static void check(Action example, List<LiveParameter> on, List<LiveParameter> all) {
        if (example instanceof Action.ResetState reset) {
            checkOneUpdaterEach(example, on, all);
            on.stream().filter(Requirements::trained).forEach(parameter -> checkReset(reset.mode(), parameter));
        } else if (example instanceof Action.SetRateFactor || example instanceof Action.RestartSchedule) {
            checkOneUpdaterEach(example, on, all);
        }
    }

    /** A layer has one updater for its weights and maybe one for its biases: they cannot be told apart further. */
    private static void checkOneUpdaterEach(Action example, List<LiveParameter> on, List<LiveParameter> all) {
        Set<String> chosen = new HashSet<>();
        on.forEach(parameter -> chosen.add(parameter.path()));
        for (LiveParameter in : on) {
            for (LiveParameter out : all) {
                if (trained(in) && trained(out) && !chosen.contains(out.path()) && in.updater() == out.updater()) {
                    throw new UnsupportedByBackendException(example.getClass().getSimpleName() + " on " + in.path()
                            + " without " + out.path() + " is impossible: DL4J gives both one updater; target "
                            + "the whole layer, or give its biases an updater of their own with biasUpdater");
                }
            }
        }
    }

    private static void checkReset(ResetMode mode, LiveParameter parameter) {
        IUpdater updater =
                parameter.updater() instanceof ControlledUpdater controlled ? controlled.inner() : parameter.updater();
        Optional<StockUpdater> stock = StockUpdater.of(updater);
        if (stock.isEmpty()) {
            throw new UnsupportedByBackendException("the state of " + parameter.path() + " cannot be reset: "
                    + updater.getClass().getName() + " is not one of DL4J's own updaters; leave the parameter out "
                    + "of the policy's target");
        }
        boolean noFirst = stock.get().firstMoment().isEmpty();
        boolean noSecond = stock.get().secondMoment().isEmpty();
        boolean missing = (mode instanceof ResetMode.FirstMoment && noFirst)
                || (mode instanceof ResetMode.SecondMoment && noSecond);
        if (missing) {
            throw new UnsupportedByBackendException(updater.getClass().getSimpleName() + " of " + parameter.path()
                    + " has no such moment as " + mode.getClass().getSimpleName() + "; use ResetMode.FULL");
        }
    }

    private static boolean trained(LiveParameter parameter) {
        return parameter.info().trainable();
    }
}
