package io.github.redescent.djl.internal;

import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.trend.LabelMoments;
import java.util.List;

/**
 * The first entry of a checkpoint: what the others are.
 *
 * @param format {@link #FORMAT}
 * @param parameters the model's parameters
 * @param treatment what is done to gradients
 * @param trainNormalization whether running statistics of frozen parameters go on
 * @param step optimizer updates done
 * @param epoch completed epochs
 * @param controlled whether there was a recipe
 * @param labels what was seen of the labels
 * @param heldStatistics paths of the running statistics that are frozen by control
 * @param starts how each optimized parameter began
 * @param optimizers each parameter's present optimizer
 * @param slots what is kept
 */
record CheckpointManifest(
        String format,
        ParameterTable parameters,
        GradientTreatment treatment,
        boolean trainNormalization,
        long step,
        int epoch,
        boolean controlled,
        LabelMoments labels,
        List<String> heldStatistics,
        List<SavedStart> starts,
        List<SavedOptimizer> optimizers,
        List<SavedSlot> slots) {
    static final String FORMAT = "redescent-djl/1";
    static final String MANIFEST = "manifest.json";
    static final String CONTROL = "control.json";
    static final String WEIGHTS = "model/weights.safetensors";
    static final String STATE = "model/optimizer.safetensors";

    /**
     * How one parameter began.
     *
     * @param path which one
     * @param optimizer its first optimizer
     * @param scheduleRestart the step at which its schedules were last restarted, else 0
     */
    record SavedStart(String path, OptimizerSpec optimizer, long scheduleRestart) {}

    /**
     * One parameter's optimizer; its tensors are in an entry of their own.
     *
     * @param path whose it is
     * @param assignment which one it is
     * @param clocks updates since the resets
     * @param brandNew whether it has no state yet
     */
    record SavedOptimizer(String path, Assignment assignment, Clocks clocks, boolean brandNew) {}

    /**
     * One kept slot; its tensors are in entries of their own.
     *
     * @param name the slot's name
     * @param weights whether weights were kept
     * @param optimizers what was kept of optimizers
     */
    record SavedSlot(String name, boolean weights, List<SavedOptimizer> optimizers) {
        String weightsEntry() {
            return "slots/" + name + "/weights.safetensors";
        }

        String stateEntry() {
            return "slots/" + name + "/optimizer.safetensors";
        }
    }
}
