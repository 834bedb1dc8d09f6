package io.github.redescent.dl4j.internal;

import io.github.redescent.dl4j.ControlledUpdater;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** Exchanges the updaters of a live model and keeps their state. */
final class UpdaterSurgery {
    private UpdaterSurgery() {}

    /** Puts clocks around every updater; those that have clocks already keep them, in an instance of their own. */
    static void adopt(Dl4jModel model) {
        replaceAll(
                model,
                updater -> updater instanceof ControlledUpdater controlled
                        ? controlled.clone()
                        : new ControlledUpdater(updater));
    }

    /** Puts other updaters of the same state size in place of a model's own. */
    static void replaceAll(Dl4jModel model, UnaryOperator<IUpdater> with) {
        Map<Long, List<INDArray>> state = OptimizerState.copy(model);
        Set<Object> done = Collections.newSetFromMap(new IdentityHashMap<>());
        for (UpdaterBlock block : model.updater().getUpdaterBlocks()) {
            for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
                if (done.add(parameter.getLayer().getConfig())) {
                    LayerUpdaters.replace(parameter.getLayer().getConfig(), with);
                }
            }
        }
        rebuild(model, state);
    }

    /** Lets the framework group parameters anew where clocks or factors within a block have come to differ. */
    static void regroup(Dl4jModel model) {
        for (UpdaterBlock block : model.updater().getUpdaterBlocks()) {
            IUpdater first = updaterOf(block.getLayersAndVariablesInBlock().get(0));
            for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
                if (!updaterOf(parameter).equals(first)) {
                    rebuild(model, OptimizerState.copy(model));
                    return;
                }
            }
        }
    }

    private static IUpdater updaterOf(UpdaterBlock.ParamState parameter) {
        return parameter.getLayer().getConfig().getUpdaterByParam(parameter.getParamName());
    }

    private static void rebuild(Dl4jModel model, Map<Long, List<INDArray>> state) {
        OutsideWorkspaces.run(() -> {
            model.dropUpdater();
            OptimizerState.write(OptimizerState.slots(model), state);
        });
    }
}
