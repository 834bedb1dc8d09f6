package io.github.redescent.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Medians of interleaved rounds, so that what else the machine does falls on all contenders alike. */
final class Timing {
    /** The compilers of Java and of TorchScript settle within this. */
    private static final int WARM_UP_TURNS = 10;

    private Timing() {}

    /**
     * Returns each contender's median milliseconds.
     *
     * @param contenders each call does one step and returns its milliseconds
     * @param rounds how often the contenders take turns; each turn is ten steps, of which the median counts
     */
    static List<Double> medians(List<DoubleSupplier> contenders, int rounds) {
        List<List<Double>> turns = new ArrayList<>();
        contenders.forEach(contender -> turns.add(new ArrayList<>()));
        for (int round = 0; round < WARM_UP_TURNS; round++) {
            contenders.forEach(Timing::turn);
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                turns.get(i).add(turn(contenders.get(i)));
            }
        }
        return turns.stream().map(Timing::median).toList();
    }

    /** Returns how long something takes. */
    static double millis(Runnable what) {
        long start = System.nanoTime();
        what.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double turn(DoubleSupplier contender) {
        List<Double> steps = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            steps.add(contender.getAsDouble());
        }
        return median(steps);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
