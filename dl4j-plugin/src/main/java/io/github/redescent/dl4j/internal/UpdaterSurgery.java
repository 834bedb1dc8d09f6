package io.github.redescent.dl4j.internal;

import io.github.redescent.dl4j.ControlledUpdater;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterUtils;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Exchanges the updaters of a live model; the state of whatever does not change is kept. */
final class UpdaterSurgery {
    private UpdaterSurgery() {}

    /** Puts clocks around every updater; those that have clocks already keep them, in an instance of their own. */
    static void adopt(Dl4jModel model) {
        Map<Long, List<INDArray>> state = OptimizerState.copy(model);
        configs(model)
                .forEach(config -> LayerUpdaters.replace(
                        config,
                        updater -> updater instanceof ControlledUpdater controlled
                                ? controlled.clone()
                                : new ControlledUpdater(updater)));
        rebuild(model, state);
    }

    /** Gives a model stock updaters back, and biases the weights' one where it serves both. */
    static void release(Dl4jModel model) {
        Map<Long, List<INDArray>> state = OptimizerState.copy(model);
        configs(model).forEach(config -> {
            LayerUpdaters.replace(config, StockForm::of);
            LayerUpdaters.shareWithBiases(config);
        });
        rebuild(model, state);
    }

    /** Gives biases updaters of their own where some, but not all, of an updater's parameters are meant. */
    static void separate(Collection<LiveParameter> meant, Collection<LiveParameter> all) {
        Set<String> paths = new HashSet<>();
        Set<IUpdater> touched = identities();
        meant.forEach(parameter -> paths.add(parameter.path()));
        meant.forEach(parameter -> touched.add(parameter.updater()));
        for (LiveParameter other : all) {
            if (!paths.contains(other.path()) && other.hasUpdater() && touched.contains(other.updater())) {
                LayerUpdaters.giveBiasesTheirOwn(other.layer().getConfig());
            }
        }
    }

    /**
     * Changes who trains some parameters.
     *
     * @param meant parameters that share their updaters with no others
     * @param brought optimizer state that they go on with, by offset; what is missing begins as new
     */
    static void exchange(
            Dl4jModel model,
            List<LiveParameter> meant,
            Consumer<ControlledUpdater> change,
            Map<Long, List<INDArray>> brought) {
        Map<Long, List<INDArray>> state = OptimizerState.copy(model);
        meant.forEach(parameter -> state.remove(parameter.offset()));
        state.putAll(brought);
        Map<String, Regime> before = new HashMap<>();
        meant.forEach(
                parameter -> before.put(parameter.path(), parameter.controlled().regime()));
        Set<IUpdater> done = identities();
        for (LiveParameter parameter : meant) {
            if (done.add(parameter.updater())) {
                change.accept(parameter.controlled());
            }
        }
        for (LiveParameter parameter : meant) {
            Regime old = before.get(parameter.path());
            Regularization decay = parameter.controlled().regime().decay();
            setDecay(parameter, old == null ? null : old.decay(), decay);
        }
        rebuild(model, state);
    }

    /** Sets what stands on the layer; a penalty of the user's own is never touched. */
    private static void setDecay(
            LiveParameter parameter, @Nullable Regularization before, @Nullable Regularization now) {
        if (before != null || now != null) {
            LayerUpdaters.decayBy(parameter.layer().getConfig(), parameter.name(), now);
        }
    }

    /**
     * Lets the framework group parameters anew where it would do so now. Blocks that have come to be equal must join: a
     * saved model is read with the blocks that its configuration gives.
     */
    static void regroup(Dl4jModel model) {
        UpdaterBlock.ParamState last = null;
        for (UpdaterBlock block : model.updater().getUpdaterBlocks()) {
            boolean starts = true;
            for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
                if (last != null && joined(last, parameter) == starts) {
                    rebuild(model, OptimizerState.copy(model));
                    return;
                }
                last = parameter;
                starts = false;
            }
        }
    }

    private static boolean joined(UpdaterBlock.ParamState one, UpdaterBlock.ParamState next) {
        return UpdaterUtils.updaterConfigurationsEquals(
                one.getLayer(), one.getParamName(), next.getLayer(), next.getParamName());
    }

    private static Set<TrainingConfig> configs(Dl4jModel model) {
        Set<TrainingConfig> configs = Collections.newSetFromMap(new IdentityHashMap<>());
        for (UpdaterBlock block : model.updater().getUpdaterBlocks()) {
            block.getLayersAndVariablesInBlock()
                    .forEach(parameter -> configs.add(parameter.getLayer().getConfig()));
        }
        return configs;
    }

    private static <T> Set<T> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static void rebuild(Dl4jModel model, Map<Long, List<INDArray>> state) {
        OutsideWorkspaces.run(() -> {
            model.dropUpdater();
            OptimizerState.write(OptimizerState.slots(model), state);
        });
    }
}
