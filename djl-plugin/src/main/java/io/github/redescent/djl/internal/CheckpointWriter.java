package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import io.github.redescent.checkpoint.ControlStateJson;
import io.github.redescent.checkpoint.RecordJson;
import io.github.redescent.checkpoint.WholeZip;
import io.github.redescent.control.ControlState;
import io.github.redescent.djl.internal.CheckpointManifest.SavedClocks;
import io.github.redescent.djl.internal.CheckpointManifest.SavedSlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipOutputStream;

/** Writes a checkpoint aside and moves it into place, so that it appears whole or not at all. */
final class CheckpointWriter {
    private final Training training;
    private final DjlBackend backend;

    CheckpointWriter(Training training, DjlBackend backend) {
        this.training = training;
        this.backend = backend;
    }

    void write(Path file, int epoch, LabelSums labels, Optional<ControlState> control) throws IOException {
        // The live state is copied once, as a slot, so that names can be given to the copies.
        try (KeptSlot live = backend.copy(backend.parameters().all(), true, true)) {
            WholeZip.write(file, zip -> writeEntries(zip, live, epoch, labels, control));
        }
    }

    private void writeEntries(
            ZipOutputStream zip, KeptSlot live, int epoch, LabelSums labels, Optional<ControlState> control)
            throws IOException {
        CheckpointManifest manifest = new CheckpointManifest(
                CheckpointManifest.FORMAT,
                training.optimizerName(),
                backend.parameters(),
                training.step(),
                epoch,
                control.isPresent(),
                labels,
                clocks(live),
                slots());
        WholeZip.put(zip, CheckpointManifest.MANIFEST, RecordJson.toText(manifest));
        if (control.isPresent()) {
            WholeZip.put(zip, CheckpointManifest.CONTROL, ControlStateJson.write(control.get()));
        }
        WholeZip.put(zip, CheckpointManifest.WEIGHTS, Tensors.write(live.weights()));
        WholeZip.put(zip, CheckpointManifest.STATE, Tensors.write(states(live)));
        for (SavedSlot slot : manifest.slots()) {
            KeptSlot kept = backend.slot(slot.name());
            WholeZip.put(zip, slot.weightsEntry(), Tensors.write(kept.weights()));
            WholeZip.put(zip, slot.stateEntry(), Tensors.write(states(kept)));
        }
    }

    private List<SavedSlot> slots() {
        return backend.slots().entrySet().stream()
                .map(entry -> new SavedSlot(
                        entry.getKey(),
                        entry.getValue().holdsWeights(),
                        entry.getValue().holdsOptimizer(),
                        clocks(entry.getValue())))
                .toList();
    }

    private List<SavedClocks> clocks(KeptSlot slot) {
        return slot.clocks().entrySet().stream()
                .map(entry -> new SavedClocks(
                        entry.getKey(),
                        entry.getValue(),
                        training.parameter(entry.getKey()).rate().origin()))
                .toList();
    }

    private Map<String, NDArray> states(KeptSlot slot) {
        return Tensors.states(slot.states(), training.rule().slots());
    }
}
