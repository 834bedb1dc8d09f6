package io.github.redescent.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Whole steps, forward, backward and update: ours and DJL's own, in turn; then each alone in a process of its own, for
 * its peak of resident memory. Needs a quiet machine.
 */
final class DjlTrainingStep {
    private static final int ROUNDS = 3;

    private DjlTrainingStep() {}

    /** Prints one line per optimizer and shape. */
    static void run() throws IOException {
        for (int shape = 0; shape < DjlShape.all().size(); shape++) {
            for (int pair = 0; pair < DjlPair.all().size(); pair++) {
                measure(shape, pair);
            }
        }
    }

    private static void measure(int shapeIndex, int pairIndex) throws IOException {
        DjlShape shape = DjlShape.all().get(shapeIndex);
        DjlPair pair = DjlPair.all().get(pairIndex);
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
                    DjlPeakMemory.of(shapeIndex, pairIndex, "ours"),
                    DjlPeakMemory.of(shapeIndex, pairIndex, "djl"));
        }
    }
}
