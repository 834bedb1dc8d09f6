package io.github.redescent.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * One optimizer step through {@code trainer.step()}: ours, DJL's own, and one that does nothing, in turn. Beside them
 * the time that the bytes which the rule must move take at the measured copy bandwidth, and our share of it: Adam reads
 * weight, gradient and two moments, and writes weight, moments and the zeroed gradient. Needs a quiet machine.
 */
final class DjlOptimizerStep {
    private static final int ROUNDS = 3;

    private DjlOptimizerStep() {}

    /** Prints one line per optimizer and shape. */
    static void run() {
        double bytesPerMilli = copyBandwidth();
        for (DjlShape shape : DjlShape.all()) {
            for (DjlPair pair : DjlPair.all()) {
                try (DjlContender ours = new DjlContender(shape, pair.ours().get());
                        DjlContender djl = new DjlContender(shape, pair.djl().get());
                        DjlContender idle = new DjlContender(shape, new IdleOptimizer())) {
                    List<DoubleSupplier> turns = List.of(ours::optimizerStep, djl::optimizerStep, idle::optimizerStep);
                    List<Double> millis = Timing.medians(turns, ROUNDS);
                    print(shape, pair, millis, shape.parameters() * pair.bytes() / bytesPerMilli);
                }
            }
        }
    }

    private static void print(DjlShape shape, DjlPair pair, List<Double> millis, double limit) {
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"djl-optimizer-step\",\"optimizer\":\"%s\",\"shape\":\"%s\",\"ratio\":%.2f,"
                        + "\"millis\":%.2f,\"djlMillis\":%.2f,\"idleMillis\":%.2f,\"limitMillis\":%.2f,\"share\":%.2f}%n",
                pair.name(),
                shape.name(),
                millis.get(1) / millis.get(0),
                millis.get(0),
                millis.get(1),
                millis.get(2),
                limit,
                limit / millis.get(0));
    }

    /** Returns the bytes that are read and written per millisecond when 128 MB are copied. */
    private static double copyBandwidth() {
        long entries = 32L << 20;
        double best = 0;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray from = manager.ones(new Shape(entries));
            NDArray to = manager.zeros(new Shape(entries));
            for (int i = 0; i < 8; i++) {
                long start = System.nanoTime();
                to.set(new NDIndex("..."), from);
                best = Math.max(best, 2 * 4 * entries / ((System.nanoTime() - start) / 1e6));
            }
        }
        return best;
    }
}
