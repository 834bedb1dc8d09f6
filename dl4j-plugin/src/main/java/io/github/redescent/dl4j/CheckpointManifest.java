package io.github.redescent.dl4j;

import io.github.redescent.control.Part;
import io.github.redescent.dl4j.internal.LabelSums;
import io.github.redescent.dl4j.internal.Slot;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The first entry of a checkpoint: what the others are.
 *
 * @param format {@link #FORMAT}
 * @param network {@code MultiLayerNetwork} or {@code ComputationGraph}
 * @param labels what was seen of the labels
 * @param slots what is kept
 */
record CheckpointManifest(String format, String network, LabelSums labels, List<KeptSlot> slots) {
    static final String FORMAT = "redescent-dl4j/1";
    static final String MANIFEST = "manifest.json";
    static final String MODEL = "model.zip";
    static final String CONTROL = "control.json";
    static final String LAYERS = "MultiLayerNetwork";
    static final String GRAPH = "ComputationGraph";

    /**
     * One kept slot; its numbers are in an entry of their own.
     *
     * @param name the slot's name
     * @param parts what was kept
     * @param offsets the parameters that have optimizer state, by offset, in the entry's order
     * @param arrays how many arrays each of them has
     * @param clocks local steps by path
     */
    record KeptSlot(
            String name,
            Set<Part> parts,
            List<Long> offsets,
            List<Integer> arrays,
            Map<String, Slot.LocalSteps> clocks) {
        String entry() {
            return "slots/" + name + ".bin";
        }
    }
}
