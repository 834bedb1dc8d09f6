package io.github.redescent.djl.internal;

import io.github.redescent.control.ControlState;
import io.github.redescent.control.Part;
import io.github.redescent.djl.internal.CheckpointManifest.SavedOptimizer;
import io.github.redescent.djl.internal.CheckpointManifest.SavedSlot;
import io.github.redescent.djl.internal.CheckpointManifest.SavedStart;
import io.github.redescent.json.ControlStateJson;
import io.github.redescent.json.RecordJson;
import io.github.redescent.json.WholeZip;
import io.github.redescent.trend.LabelMoments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipOutputStream;

/** Writes a checkpoint aside and moves it into place, so that it appears whole or not at all. */
final class CheckpointWriter {
    private final Training training;
    private final DjlBackend backend;
    private final Settings settings;

    CheckpointWriter(Training training, DjlBackend backend, Settings settings) {
        this.training = training;
        this.backend = backend;
        this.settings = settings;
    }

    void write(Path file, int epoch, LabelMoments labels, Optional<ControlState> control) throws IOException {
        // The live state is copied once, as a slot, so that names can be given to the copies.
        try (KeptSlot live = backend.copy(backend.parameters().all(), EnumSet.allOf(Part.class))) {
            CheckpointManifest manifest = new CheckpointManifest(
                    CheckpointManifest.FORMAT,
                    backend.parameters(),
                    settings.treatment(),
                    settings.trainNormalization(),
                    training.step(),
                    epoch,
                    control.isPresent(),
                    labels,
                    List.copyOf(training.freezing().heldStatistics()),
                    starts(),
                    optimizers(live),
                    slots());
            WholeZip.write(file, zip -> writeEntries(zip, manifest, live, control));
        }
    }

    private void writeEntries(
            ZipOutputStream zip, CheckpointManifest manifest, KeptSlot live, Optional<ControlState> control)
            throws IOException {
        WholeZip.put(zip, CheckpointManifest.MANIFEST, RecordJson.toText(manifest));
        if (control.isPresent()) {
            WholeZip.put(zip, CheckpointManifest.CONTROL, ControlStateJson.write(control.get()));
        }
        WholeZip.put(zip, CheckpointManifest.WEIGHTS, Tensors.write(live.weights()));
        WholeZip.put(zip, CheckpointManifest.STATE, Tensors.write(Tensors.states(live.optimizers())));
        for (SavedSlot slot : manifest.slots()) {
            KeptSlot kept = backend.slot(slot.name());
            WholeZip.put(zip, slot.weightsEntry(), Tensors.write(kept.weights()));
            WholeZip.put(zip, slot.stateEntry(), Tensors.write(Tensors.states(kept.optimizers())));
        }
    }

    private List<SavedStart> starts() {
        return training.trained().values().stream()
                .map(parameter -> new SavedStart(
                        parameter.path(),
                        parameter.first().optimizer(),
                        parameter.rate().restarted()))
                .toList();
    }

    private List<SavedSlot> slots() {
        return backend.slots().entrySet().stream()
                .map(entry -> new SavedSlot(
                        entry.getKey(), !entry.getValue().weights().isEmpty(), optimizers(entry.getValue())))
                .toList();
    }

    private static List<SavedOptimizer> optimizers(KeptSlot slot) {
        return slot.optimizers().entrySet().stream()
                .map(entry -> new SavedOptimizer(
                        entry.getKey(),
                        entry.getValue().assignment(),
                        entry.getValue().clocks(),
                        entry.getValue().state().isEmpty()))
                .toList();
    }
}
