package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.policy.KeepBest;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.Trigger;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** Whole Adam steps at a million parameters while SWATS waits, against the same recipe without it, in turn. */
final class SwatsOverhead {
    private static final int ROUNDS = 5;
    private static final int STEPS = 16;
    private static final int BATCH = 32;
    private static final int INPUTS = 784;

    /** With the longest window it goes on measuring for 24,000 updates, ten times as many as this takes. */
    private static final Recipe WAITING = Recipe.of(
            SwitchOptimizer.to(OptimizerSpec.sgd()).when(Trigger.swats().withWindow(1024)));

    private static final Recipe WITHOUT = Recipe.of(KeepBest.defaults());

    private SwatsOverhead() {}

    static void run() {
        DjlShape shape = DjlShape.all().get(0).withBatch(BATCH);
        OptimizerSpec adam = OptimizerSpec.adam(DjlShape.RATE);
        try (DjlContender with = new DjlContender(shape, ControlledOptimizer.of(adam, WAITING));
                DjlContender without = new DjlContender(shape, ControlledOptimizer.of(adam, WITHOUT))) {
            print("djl", with::trainingStep, without::trainingStep);
        }
        MultiLayerNetwork with = Dl4jNets.perceptron(INPUTS, 720, 2);
        MultiLayerNetwork without = Dl4jNets.perceptron(INPUTS, 720, 2);
        ControlListener.attach(WAITING, with);
        ControlListener.attach(WITHOUT, without);
        DataSet batch = Dl4jNets.batch(BATCH, INPUTS);
        print("dl4j", () -> Timing.millis(() -> with.fit(batch)), () -> Timing.millis(() -> without.fit(batch)));
    }

    private static void print(String framework, DoubleSupplier with, DoubleSupplier without) {
        List<Double> millis = Timing.medians(List.of(mean(with), mean(without)), ROUNDS);
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"swats-overhead\",\"framework\":\"%s\",\"ratio\":%.2f,\"millis\":%.2f}%n",
                framework,
                millis.get(0) / millis.get(1),
                millis.get(0));
    }

    /** One update in eight is measured: a median of single steps would not see it. */
    private static DoubleSupplier mean(DoubleSupplier step) {
        return () -> IntStream.range(0, STEPS)
                .mapToDouble(each -> step.getAsDouble())
                .average()
                .orElseThrow();
    }
}
