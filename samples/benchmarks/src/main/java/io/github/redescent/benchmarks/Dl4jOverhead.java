package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.ResetOnDecay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Whole training steps with and without the listener that observes the loss only, in turn in one process. The median of
 * the ratios of neighbouring rounds.
 */
final class Dl4jOverhead {
    private static final int BATCH = 32;

    private Dl4jOverhead() {}

    /** A multilayer perceptron: inputs, two hidden layers, classes. */
    private record Shape(long parameters, int inputs, int hidden, int rounds, int stepsPerRound) {}

    static void run() {
        for (Shape shape : List.of(
                new Shape(10_000, 64, 64, 60, 100),
                new Shape(1_000_000, 500, 750, 40, 20),
                new Shape(10_000_000, 2000, 2350, 24, 4))) {
            measure(shape);
        }
    }

    private static void measure(Shape shape) {
        MultiLayerNetwork alone = Dl4jNets.perceptron(shape.inputs(), shape.hidden(), 2);
        MultiLayerNetwork controlled = Dl4jNets.perceptron(shape.inputs(), shape.hidden(), 2);
        Recipe lossOnly = new Recipe(
                List.of(ResetOnDecay.defaults()), ParameterGroups.unchanged(), 0, OptionalLong.empty(), false);
        ControlListener.attach(lossOnly, controlled);
        DataSet batch = Dl4jNets.batch(BATCH, shape.inputs());
        for (int warm = 0; warm < 5; warm++) {
            nanosPerStep(alone, batch, shape.stepsPerRound());
            nanosPerStep(controlled, batch, shape.stepsPerRound());
        }
        List<Double> ratios = new ArrayList<>();
        List<Double> aloneNanos = new ArrayList<>();
        for (int round = 0; round < shape.rounds(); round++) {
            // The order changes, so that a drift of the machine's speed favours neither.
            boolean aloneFirst = round % 2 == 0;
            double first = nanosPerStep(aloneFirst ? alone : controlled, batch, shape.stepsPerRound());
            double second = nanosPerStep(aloneFirst ? controlled : alone, batch, shape.stepsPerRound());
            ratios.add(aloneFirst ? second / first : first / second);
            aloneNanos.add(aloneFirst ? first : second);
        }
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"dl4j-overhead\",\"parameters\":%d,\"ratio\":%.4f,\"q25\":%.4f,\"q75\":%.4f,"
                        + "\"dl4jMillis\":%.3f}%n",
                shape.parameters(),
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75),
                quantile(aloneNanos, 0.5) / 1e6);
    }

    private static double nanosPerStep(MultiLayerNetwork net, DataSet batch, int steps) {
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            net.fit(batch);
        }
        return (System.nanoTime() - start) / (double) steps;
    }

    private static double quantile(List<Double> values, double q) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) (q * (sorted.size() - 1)));
    }
}
