package io.github.redescent.benchmarks.detection;

import com.google.gson.Gson;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.replay.TraceHeader;
import io.github.redescent.replay.TraceWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains healthy runs that look bad, or are long, in DL4J and writes them as a labelled corpus: {@code HardRuns
 * FOLDER}. The label is what a run came to: healthy if its last tenth is below the constant prediction by a tenth of
 * that, else middling, which is not scored.
 */
public final class HardRuns {
    private static final int SEEDS = 3;
    private static final double LEARNED = 0.1;
    private static final MathContext DIGITS = new MathContext(4);

    private HardRuns() {}

    private record Label(String name, String task, String cause, String label, double share) {}

    /**
     * Trains them all.
     *
     * @param arguments a folder that exists
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<Label> labels = new ArrayList<>();
        try (Writer out = new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("traces.jsonl.gz"))),
                StandardCharsets.UTF_8)) {
            for (HardTask task : HardTask.values()) {
                for (int seed = 0; seed < SEEDS; seed++) {
                    Label label = train(task, seed, out);
                    labels.add(label);
                    System.out.println(label);
                }
            }
        }
        Files.writeString(folder.resolve("labels.json"), new Gson().toJson(labels));
    }

    private static Label train(HardTask task, int seed, Writer out) throws IOException {
        String name = task.title() + '~' + seed;
        HardTask.Batches batches = task.batches(seed);
        MultiLayerNetwork net = task.net(seed);
        double[] seen = new double[batches.classes()];
        double late = 0;
        double lateConstant = 0;
        long next = 8;
        StringBuilder text = new StringBuilder();
        try (TraceWriter trace = TraceWriter.to(text, TraceHeader.named(name).withPlannedSteps(task.steps()))) {
            for (int step = 1; step <= task.steps(); step++) {
                double rate = task.rate((double) step / task.steps());
                net.setLearningRate(rate);
                DataSet batch = batches.next();
                double constant = batches.constant(batch, seen);
                boolean look = step >= next;
                INDArray before = look ? net.params().dup() : null;
                net.fit(batch);
                Measurements.Builder measured = Measurements.builder().total(Quantity.CONSTANT_LOSS, brief(constant));
                if (before != null) {
                    measured.total(
                            Quantity.UPDATE_NORM,
                            brief(net.params().sub(before).norm2Number().doubleValue()));
                    measured.total(
                            Quantity.PARAMETER_NORM,
                            brief(net.params().norm2Number().doubleValue()));
                    next = (long) step + Math.max(8, step / 16);
                }
                double loss = net.score();
                trace.write(Observation.step(
                                step,
                                (step - 1) / batches.perEpoch(),
                                brief(loss),
                                Map.of("all", Rate.scheduled(brief(rate))))
                        .withMeasured(measured.build()));
                if (step > 0.9 * task.steps()) {
                    late += loss;
                    lateConstant += constant;
                }
            }
        }
        out.write(text.toString());
        double share = 1 - late / lateConstant;
        return new Label(name, task.title(), task.title(), share >= LEARNED ? "healthy" : "middling", brief(share));
    }

    private static double brief(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
