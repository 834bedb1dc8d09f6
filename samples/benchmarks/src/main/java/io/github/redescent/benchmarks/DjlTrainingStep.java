package io.github.redescent.benchmarks;

import ai.djl.training.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Whole steps, forward, backward and update: ours and DJL's own, in turn. Then each alone for a while, for the peak of
 * resident memory above what the process had before (Linux; 0 elsewhere). Needs a quiet machine.
 */
final class DjlTrainingStep {
    private static final int ROUNDS = 3;
    private static final int STEPS_ALONE = 30;

    private DjlTrainingStep() {}

    /** Prints one line per optimizer and shape. */
    static void run() throws IOException {
        for (DjlShape shape : DjlShape.all()) {
            for (DjlPair pair : DjlPair.all()) {
                measure(shape, pair);
            }
        }
    }

    private static void measure(DjlShape shape, DjlPair pair) throws IOException {
        long ourPeak = peakAlone(shape, pair.ours().get());
        long djlPeak = peakAlone(shape, pair.djl().get());
        try (DjlContender ours = new DjlContender(shape, pair.ours().get());
                DjlContender djl = new DjlContender(shape, pair.djl().get())) {
            List<Double> millis = Timing.medians(List.of(ours::trainingStep, djl::trainingStep), ROUNDS);
            System.out.printf(
                    Locale.ROOT,
                    "BENCH {\"name\":\"djl-training-step\",\"optimizer\":\"%s\",\"shape\":\"%s\","
                            + "\"ratio\":%.2f,\"millis\":%.2f,\"djlMillis\":%.2f,"
                            + "\"peakMegabytes\":%d,\"djlPeakMegabytes\":%d}%n",
                    pair.name(),
                    shape.name(),
                    millis.get(1) / millis.get(0),
                    millis.get(0),
                    millis.get(1),
                    ourPeak,
                    djlPeak);
        }
    }

    private static long peakAlone(DjlShape shape, Optimizer optimizer) throws IOException {
        System.gc();
        long before = status("VmRSS");
        if (before > 0) {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak starts anew
        }
        try (DjlContender alone = new DjlContender(shape, optimizer)) {
            for (int step = 0; step < STEPS_ALONE; step++) {
                alone.trainingStep();
            }
            return status("VmHWM") - before;
        }
    }

    private static long status(String field) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
