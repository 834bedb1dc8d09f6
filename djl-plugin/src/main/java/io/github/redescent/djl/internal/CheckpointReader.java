package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.redescent.djl.internal.CheckpointManifest.SavedOptimizer;
import io.github.redescent.djl.internal.CheckpointManifest.SavedSlot;
import io.github.redescent.djl.internal.CheckpointManifest.SavedStart;
import io.github.redescent.json.RecordJson;
import io.github.redescent.optimizer.OptimizerSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A checkpoint, read whole and checked against a training before anything is changed. Owns native memory until closed.
 */
final class CheckpointReader implements AutoCloseable {
    private final NDManager manager;
    private final CheckpointManifest manifest;
    private final Optional<String> control;
    private final KeptSlot live;
    private final Map<String, KeptSlot> slots;

    private CheckpointReader(
            NDManager manager,
            CheckpointManifest manifest,
            Optional<String> control,
            KeptSlot live,
            Map<String, KeptSlot> slots) {
        this.manager = manager;
        this.manifest = manifest;
        this.control = control;
        this.live = live;
        this.slots = slots;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is not there
     * @throws IllegalArgumentException if it is damaged, or of another model or optimizer; the message names what
     *     differs
     */
    static CheckpointReader open(Path file, Training training, Settings settings) throws IOException {
        NDManager manager = training.program().manager().newSubManager();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            CheckpointManifest manifest =
                    RecordJson.fromText(text(zip, CheckpointManifest.MANIFEST), CheckpointManifest.class);
            CheckpointFit.require(manifest, training, settings);
            Optional<String> control =
                    manifest.controlled() ? Optional.of(text(zip, CheckpointManifest.CONTROL)) : Optional.empty();
            Source source = new Source(zip, manager, training, settings.schedules());
            SavedSlot whole = new SavedSlot("model", true, manifest.optimizers());
            KeptSlot live = source.slot(whole, CheckpointManifest.WEIGHTS, CheckpointManifest.STATE);
            Map<String, KeptSlot> slots = new LinkedHashMap<>();
            for (SavedSlot slot : manifest.slots()) {
                slots.put(slot.name(), source.slot(slot, slot.weightsEntry(), slot.stateEntry()));
            }
            return new CheckpointReader(manager, manifest, control, live, slots);
        } catch (NoSuchFileException | FileNotFoundException missing) {
            manager.close();
            throw missing;
        } catch (IOException | RuntimeException damaged) {
            manager.close();
            throw new IllegalArgumentException(
                    file + " cannot be resumed and nothing was loaded: " + damaged.getMessage(), damaged);
        }
    }

    CheckpointManifest manifest() {
        return manifest;
    }

    Optional<String> control() {
        return control;
    }

    /** Puts everything into a training. */
    void giveTo(Training training, DjlBackend backend) {
        backend.restoreFrom(backend.parameters().all(), live);
        for (SavedStart start : manifest.starts()) {
            training.parameter(start.path()).rate().restartAt(start.scheduleRestart());
        }
        manifest.heldStatistics().forEach(training.freezing()::hold);
        slots.forEach((name, slot) -> backend.putCopy(name, slot));
    }

    @Override
    public void close() {
        manager.close();
    }

    private static String text(ZipFile zip, String name) throws IOException {
        return new String(bytes(zip, name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IllegalArgumentException("its entry " + name + " is missing");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** Where tensors come from, and what they must fit. */
    private record Source(ZipFile zip, NDManager manager, Training training, Schedules schedules) {
        KeptSlot slot(SavedSlot saved, String weightsEntry, String stateEntry) throws IOException {
            KeptSlot slot = new KeptSlot();
            Map<String, NDArray> weights = Tensors.read(manager, bytes(zip, weightsEntry));
            Map<String, NDArray> states = Tensors.read(manager, bytes(zip, stateEntry));
            if (saved.weights()) {
                for (String path : training.model().table().all().paths()) {
                    slot.weights().put(path, fitting(weights, path, path, weightsEntry));
                }
            }
            for (SavedOptimizer optimizer : saved.optimizers()) {
                slot.optimizers().put(training.parameter(optimizer.path()).path(), kept(optimizer, states, stateEntry));
            }
            return slot;
        }

        private KeptOptimizer kept(SavedOptimizer saved, Map<String, NDArray> states, String entry) {
            OptimizerSpec spec = saved.assignment().optimizer();
            Settings.requireKnown(spec, schedules);
            if (saved.brandNew()) {
                return new KeptOptimizer(saved.assignment(), saved.clocks(), Optional.empty());
            }
            NDList tensors = new NDList();
            for (Slot part : Rule.of(spec).slots()) {
                tensors.add(fitting(states, Tensors.stateName(saved.path(), part), saved.path(), entry));
            }
            return new KeptOptimizer(saved.assignment(), saved.clocks(), Optional.of(tensors));
        }

        private NDArray fitting(Map<String, NDArray> tensors, String name, String path, String entry) {
            NDArray tensor = tensors.get(name);
            NDArray weight = training.model().parameter(path).getArray();
            Shape shape = weight.getShape();
            if (tensor == null || !tensor.getShape().equals(shape) || tensor.getDataType() != weight.getDataType()) {
                throw new IllegalArgumentException("its entry " + entry + " has no tensor " + name + " of shape "
                        + shape + " and type " + weight.getDataType());
            }
            return tensor;
        }
    }
}
