package io.github.redescent.djl.internal;

import io.github.redescent.parameter.ParameterTable;
import java.util.List;

/**
 * The first entry of a checkpoint: what the others are.
 *
 * @param format {@link #FORMAT}
 * @param optimizer the optimizer's name
 * @param parameters the model's parameters
 * @param step optimizer updates done
 * @param epoch completed epochs
 * @param controlled whether there was a recipe
 * @param labels what was seen of the labels
 * @param clocks of each parameter that has optimizer state
 * @param slots what is kept
 */
record CheckpointManifest(
        String format,
        String optimizer,
        ParameterTable parameters,
        long step,
        int epoch,
        boolean controlled,
        LabelSums labels,
        List<SavedClocks> clocks,
        List<SavedSlot> slots) {
    static final String FORMAT = "redescent-djl/1";
    static final String MANIFEST = "manifest.json";
    static final String CONTROL = "control.json";
    static final String WEIGHTS = "model/weights.safetensors";
    static final String STATE = "model/optimizer.safetensors";

    /**
     * The clocks of one parameter.
     *
     * @param path whose they are
     * @param clocks updates since the resets
     * @param scheduleOrigin the step at which its schedule began
     */
    record SavedClocks(String path, Clocks clocks, long scheduleOrigin) {}

    /**
     * One kept slot; its tensors are in entries of their own.
     *
     * @param name the slot's name
     * @param weights whether weights were kept
     * @param optimizer whether optimizer state was kept
     * @param clocks of each parameter that had optimizer state
     */
    record SavedSlot(String name, boolean weights, boolean optimizer, List<SavedClocks> clocks) {
        String weightsEntry() {
            return "slots/" + name + "/weights.safetensors";
        }

        String stateEntry() {
            return "slots/" + name + "/optimizer.safetensors";
        }
    }
}
