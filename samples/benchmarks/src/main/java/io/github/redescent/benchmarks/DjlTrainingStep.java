package io.github.redescent.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Whole steps, forward, backward and update: ours and DJL's own, in turn, with the process's peak resident memory so
 * far (Linux; 0 elsewhere). Needs a quiet machine.
 */
final class DjlTrainingStep {
    private static final int ROUNDS = 3;

    private DjlTrainingStep() {}

    /** Prints one line per optimizer and shape. */
    static void run() throws IOException {
        for (DjlShape shape : DjlShape.all()) {
            for (DjlPair pair : DjlPair.all()) {
                try (DjlContender ours = new DjlContender(shape, pair.ours().get());
                        DjlContender djl = new DjlContender(shape, pair.djl().get())) {
                    List<Double> millis = Timing.medians(List.of(ours::trainingStep, djl::trainingStep), ROUNDS);
                    System.out.printf(
                            Locale.ROOT,
                            "BENCH {\"name\":\"djl-training-step\",\"optimizer\":\"%s\",\"shape\":\"%s\","
                                    + "\"ratio\":%.2f,\"millis\":%.2f,\"djlMillis\":%.2f,\"peakMegabytes\":%d}%n",
                            pair.name(),
                            shape.name(),
                            millis.get(1) / millis.get(0),
                            millis.get(0),
                            millis.get(1),
                            peakMegabytes());
                }
            }
        }
    }

    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
