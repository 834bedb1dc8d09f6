package io.github.redescent.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.control.ControlState;
import io.github.redescent.dl4j.CheckpointManifest.KeptSlot;
import io.github.redescent.dl4j.internal.Dl4jBackend;
import io.github.redescent.dl4j.internal.Slot;
import io.github.redescent.json.ControlStateJson;
import io.github.redescent.json.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A saved run, open for reading. The file is read whole when it is opened; a damaged one is refused whole. Nothing in
 * it is deserialised as a Java object.
 *
 * <pre>{@code
 * try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(path)) {
 *     MultiLayerNetwork net = saved.network();
 *     ControlListener control = saved.resume(recipe, net);
 * }
 * }</pre>
 */
public final class Dl4jCheckpoint implements AutoCloseable {
    private static final List<String> MODEL_ENTRIES =
            List.of(ModelSerializer.CONFIGURATION_JSON, ModelSerializer.COEFFICIENTS_BIN, ModelSerializer.UPDATER_BIN);

    private final CheckpointManifest manifest;
    private final String control;
    private final Model model;
    private final Map<String, Slot> slots;

    private Dl4jCheckpoint(CheckpointManifest manifest, String control, Model model, Map<String, Slot> slots) {
        this.manifest = manifest;
        this.control = control;
        this.model = model;
        this.slots = slots;
    }

    /**
     * Reads a file that {@link ControlListener#save} wrote.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is damaged or of another format; the message names what
     */
    public static Dl4jCheckpoint open(Path file) throws IOException {
        String reading = "the file";
        try (ZipFile zip = new ZipFile(file.toFile())) {
            reading = CheckpointManifest.MANIFEST;
            CheckpointManifest manifest = RecordJson.fromText(text(zip, reading), CheckpointManifest.class);
            if (!manifest.format().equals(CheckpointManifest.FORMAT)) {
                throw new IllegalArgumentException(
                        "its format is " + manifest.format() + ", this release reads " + CheckpointManifest.FORMAT);
            }
            reading = CheckpointManifest.CONTROL;
            String control = text(zip, reading);
            reading = CheckpointManifest.MODEL;
            Model model = model(bytes(zip, reading), manifest.network());
            Map<String, Slot> slots = new LinkedHashMap<>();
            for (KeptSlot slot : manifest.slots()) {
                reading = slot.entry();
                slots.put(slot.name(), slot(slot, bytes(zip, reading)));
            }
            return new Dl4jCheckpoint(manifest, control, model, slots);
        } catch (NoSuchFileException | FileNotFoundException missing) {
            throw missing;
        } catch (IOException | IllegalArgumentException damaged) {
            throw new IllegalArgumentException(
                    file + " is not a usable checkpoint, " + reading + ": " + damaged.getMessage(), damaged);
        }
    }

    /**
     * Returns the saved network.
     *
     * @throws IllegalStateException if a graph was saved
     */
    public MultiLayerNetwork network() {
        if (model instanceof MultiLayerNetwork network) {
            return network;
        }
        throw new IllegalStateException("a ComputationGraph was saved; call graph()");
    }

    /**
     * Returns the saved graph.
     *
     * @throws IllegalStateException if a network of layers was saved
     */
    public ComputationGraph graph() {
        if (model instanceof ComputationGraph graph) {
            return graph;
        }
        throw new IllegalStateException("a MultiLayerNetwork was saved; call network()");
    }

    /**
     * Goes on controlling the saved model, as if the run had never been interrupted.
     *
     * @param recipe the one that was saved
     * @param saved what {@link #network} or {@link #graph} returned
     * @throws IllegalArgumentException if recipe or model are not those that were saved; the message names what differs
     */
    public ControlListener resume(Recipe recipe, Model saved) {
        return resume(ControlListener.builder(recipe), saved);
    }

    /**
     * Goes on controlling the saved model with the builder's options.
     *
     * @param builder of the recipe that was saved
     * @throws IllegalArgumentException as {@link #resume(Recipe, Model)}
     */
    public ControlListener resume(ControlListener.Builder builder, Model saved) {
        ControlState state = ControlStateJson.read(control, builder.recipe());
        return builder.attach(saved, Optional.of(state), this::giveBack);
    }

    private void giveBack(Dl4jBackend backend) {
        slots.forEach(backend::putSlot);
        backend.resumeLabels(manifest.labels());
    }

    @Override
    public void close() {
        // The file was read whole; there is nothing left open.
    }

    private static Model model(byte[] bytes, String network) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (!MODEL_ENTRIES.contains(entry.getName())) {
                    throw new IllegalArgumentException("it holds " + entry.getName() + ", which is not read from a "
                            + "checkpoint; its entries are " + MODEL_ENTRIES);
                }
            }
        }
        InputStream in = new ByteArrayInputStream(bytes);
        return switch (network) {
            case CheckpointManifest.LAYERS -> ModelSerializer.restoreMultiLayerNetwork(in, true);
            case CheckpointManifest.GRAPH -> ModelSerializer.restoreComputationGraph(in, true);
            default -> throw new IllegalArgumentException("unknown kind of network " + network);
        };
    }

    private static Slot slot(KeptSlot described, byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        INDArray weights = Nd4j.read(in);
        Map<Long, List<INDArray>> state = new LinkedHashMap<>();
        for (int i = 0; i < described.offsets().size(); i++) {
            List<INDArray> arrays = new ArrayList<>();
            for (int array = 0; array < described.arrays().get(i); array++) {
                arrays.add(Nd4j.read(in));
            }
            state.put(described.offsets().get(i), arrays);
        }
        Map<String, Slot.Trainer> trainers = new HashMap<>();
        described.trainers().forEach((path, trainer) -> trainers.put(path, trainer.read()));
        return new Slot(described.parts(), weights, state, trainers);
    }

    private static String text(ZipFile zip, String name) throws IOException {
        return new String(bytes(zip, name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IllegalArgumentException("it is missing");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
