package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterGroupsBuilder;
import io.github.redescent.parameter.ParameterSelector;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** Whole training steps of a net of 50 layers with 1, 4 and 50 groups, against one optimizer, in turn. */
final class GroupOverhead {
    private static final int LAYERS = 50;
    private static final int WIDTH = 128;
    private static final int ROUNDS = 5;

    private GroupOverhead() {}

    static void run() {
        for (int groups : List.of(1, 4, LAYERS)) {
            djl(groups);
            dl4j(groups);
        }
    }

    private static void djl(int groups) {
        DjlShape shape = new DjlShape("50 layers", WIDTH, Collections.nCopies(LAYERS, WIDTH), DjlShape.FEW);
        ParameterGroups grouped = groups(groups, layer -> String.format(Locale.ROOT, "%02dLinear/**", 2 * layer + 1));
        try (DjlContender with = new DjlContender(shape, ControlledOptimizer.of(grouped));
                DjlContender without =
                        new DjlContender(shape, ControlledOptimizer.of(OptimizerSpec.adam(DjlShape.RATE)))) {
            print("djl", groups, with::trainingStep, without::trainingStep);
        }
    }

    private static void dl4j(int groups) {
        MultiLayerNetwork with = Dl4jNets.perceptron(WIDTH, WIDTH, LAYERS - 1);
        MultiLayerNetwork without = Dl4jNets.perceptron(WIDTH, WIDTH, LAYERS - 1);
        ControlListener.attach(Recipe.of(groups(groups, layer -> "layer" + layer + "/*")), with);
        ControlListener.attach(Recipe.of(ParameterGroups.unchanged()), without);
        DataSet batch = Dl4jNets.batch(DjlShape.FEW, WIDTH);
        print(
                "dl4j",
                groups,
                () -> Timing.millis(() -> with.fit(batch)),
                () -> Timing.millis(() -> without.fit(batch)));
    }

    /** Divides the layers evenly; each group has an Adam of its own rate. */
    private static ParameterGroups groups(int count, IntFunction<String> glob) {
        ParameterGroupsBuilder builder = ParameterGroups.builder();
        for (int group = 0; group < count; group++) {
            ParameterSelector which = ParameterSelector.glob(glob.apply(group * LAYERS / count));
            for (int layer = group * LAYERS / count + 1; layer < (group + 1) * LAYERS / count; layer++) {
                which = which.or(ParameterSelector.glob(glob.apply(layer)));
            }
            builder.group("group" + group, which, OptimizerSpec.adam(DjlShape.RATE * (1 + 0.01 * group)));
        }
        return builder.exhaustive();
    }

    private static void print(String framework, int groups, DoubleSupplier with, DoubleSupplier without) {
        List<Double> millis = Timing.medians(List.of(with, without), ROUNDS);
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"group-overhead\",\"framework\":\"%s\",\"groups\":%d,\"ratio\":%.2f,"
                        + "\"millis\":%.2f}%n",
                framework,
                groups,
                millis.get(0) / millis.get(1),
                millis.get(0));
    }
}
