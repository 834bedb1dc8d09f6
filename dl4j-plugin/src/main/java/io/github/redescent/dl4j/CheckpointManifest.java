package io.github.redescent.dl4j;

import io.github.redescent.control.Part;
import io.github.redescent.dl4j.internal.LabelSums;
import io.github.redescent.dl4j.internal.Slot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.shade.jackson.core.JsonProcessingException;

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
     * @param trainers what trained each parameter, by path
     */
    record KeptSlot(
            String name,
            Set<Part> parts,
            List<Long> offsets,
            List<Integer> arrays,
            Map<String, SavedTrainer> trainers) {
        String entry() {
            return "slots/" + name + ".bin";
        }
    }

    /**
     * What trained one parameter.
     *
     * @param updater a controlled updater in DL4J's own JSON
     * @param firstMomentSteps updates since its first moment's correction started
     * @param secondMomentSteps of the second
     */
    record SavedTrainer(String updater, int firstMomentSteps, int secondMomentSteps) {
        static SavedTrainer of(Slot.Trainer trainer) {
            try {
                String json = NeuralNetConfiguration.mapper().writeValueAsString(trainer.updater());
                return new SavedTrainer(json, trainer.firstMomentSteps(), trainer.secondMomentSteps());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("cannot write " + trainer.updater(), e);
            }
        }

        Slot.Trainer read() {
            try {
                ControlledUpdater read = NeuralNetConfiguration.mapper().readValue(updater, ControlledUpdater.class);
                return new Slot.Trainer(read, firstMomentSteps, secondMomentSteps);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("not an updater: " + updater, e);
            }
        }
    }
}
