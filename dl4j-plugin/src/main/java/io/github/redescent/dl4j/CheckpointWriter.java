package io.github.redescent.dl4j;

import io.github.redescent.dl4j.CheckpointManifest.KeptSlot;
import io.github.redescent.dl4j.CheckpointManifest.SavedTrainer;
import io.github.redescent.dl4j.internal.Dl4jModel;
import io.github.redescent.dl4j.internal.Slot;
import io.github.redescent.json.ControlStateJson;
import io.github.redescent.json.RecordJson;
import io.github.redescent.json.WholeZip;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writes a checkpoint aside and moves it into place. */
final class CheckpointWriter {
    private CheckpointWriter() {}

    static void write(Path file, ControlledRun run) throws IOException {
        WholeZip.write(file, zip -> writeEntries(zip, run));
    }

    private static void writeEntries(ZipOutputStream zip, ControlledRun run) throws IOException {
        CheckpointManifest manifest = manifest(run);
        WholeZip.put(zip, CheckpointManifest.MANIFEST, RecordJson.toText(manifest));
        WholeZip.put(
                zip,
                CheckpointManifest.CONTROL,
                ControlStateJson.write(run.controller().state()));
        WholeZip.put(zip, CheckpointManifest.MODEL, model(run));
        for (KeptSlot slot : manifest.slots()) {
            zip.putNextEntry(new ZipEntry(slot.entry()));
            writeNumbers(new DataOutputStream(zip), slot, run.backend().slot(slot.name()));
            zip.closeEntry();
        }
    }

    private static CheckpointManifest manifest(ControlledRun run) {
        List<KeptSlot> slots = run.backend().slots().entrySet().stream()
                .map(entry -> describe(entry.getKey(), entry.getValue()))
                .toList();
        String network =
                run.model() instanceof Dl4jModel.OfGraph ? CheckpointManifest.GRAPH : CheckpointManifest.LAYERS;
        return new CheckpointManifest(
                CheckpointManifest.FORMAT, network, run.backend().labelsSeen(), slots);
    }

    private static KeptSlot describe(String name, Slot slot) {
        List<Long> offsets = List.copyOf(slot.state().keySet());
        List<Integer> arrays = offsets.stream()
                .map(offset -> slot.state().getOrDefault(offset, List.of()).size())
                .toList();
        Map<String, SavedTrainer> trainers = new HashMap<>();
        slot.trainers().forEach((path, trainer) -> trainers.put(path, SavedTrainer.of(trainer)));
        return new KeptSlot(name, slot.parts(), offsets, arrays, trainers);
    }

    /** Inside a listener DL4J's count is one behind; the saved model has it right. */
    private static byte[] model(ControlledRun run) throws IOException {
        int counted = run.model().iteration();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            run.model().setIteration(Math.toIntExact(run.backend().step()));
            ModelSerializer.writeModel(run.model().model(), bytes, true);
        } finally {
            run.model().setIteration(counted);
        }
        return bytes.toByteArray();
    }

    private static void writeNumbers(DataOutputStream out, KeptSlot described, Slot slot) throws IOException {
        Nd4j.write(slot.weights(), out);
        Map<Long, List<INDArray>> state = slot.state();
        for (Long offset : described.offsets()) {
            for (INDArray array : state.getOrDefault(offset, List.of())) {
                Nd4j.write(array, out);
            }
        }
        out.flush();
    }
}
