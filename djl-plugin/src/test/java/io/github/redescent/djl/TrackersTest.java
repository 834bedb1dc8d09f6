package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.CosineTracker;
import ai.djl.training.tracker.CyclicalTracker;
import ai.djl.training.tracker.LinearTracker;
import ai.djl.training.tracker.ParameterTracker;
import ai.djl.training.tracker.PolynomialDecayTracker;
import ai.djl.training.tracker.Tracker;
import ai.djl.training.tracker.WarmUpTracker;
import io.github.redescent.Recipe;
import io.github.redescent.djl.optimizer.FusedOptimizer;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.ResetOnDecay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DJL's trackers give the rates that they give under DJL's own optimizers. */
class TrackersTest {
    private static final OptimizerSpec SGD = OptimizerSpec.sgd(1);

    static Stream<Supplier<ParameterTracker>> trackers() {
        return Stream.of(
                () -> Tracker.fixed(0.1f),
                () -> Tracker.factor().setBaseValue(0.1f).setFactor(0.99f).build(),
                () -> multiFactor(),
                () -> LinearTracker.builder()
                        .setBaseValue(0.1f)
                        .optSlope(-4e-4f)
                        .build(),
                () -> CosineTracker.builder()
                        .setBaseValue(0.1f)
                        .optFinalValue(0.01f)
                        .setMaxUpdates(150)
                        .build(),
                () -> CyclicalTracker.builder()
                        .optBaseValue(0.01f)
                        .optMaxValue(0.1f)
                        .optStepSizeUp(20)
                        .build(),
                () -> PolynomialDecayTracker.builder()
                        .setBaseValue(0.1f)
                        .setEndLearningRate(0.001f)
                        .setDecaySteps(150)
                        .optPower(2f)
                        .build(),
                () -> WarmUpTracker.builder()
                        .setMainTracker(multiFactor())
                        .optWarmUpSteps(10)
                        .optWarmUpBeginValue(0.001f)
                        .build(),
                () -> (id, update) -> 0.1f / update);
    }

    private static Tracker multiFactor() {
        return Tracker.multiFactor()
                .setBaseValue(0.1f)
                .setSteps(new int[] {10, 50, 120})
                .optFactor(0.1f)
                .build();
    }

    @ParameterizedTest
    @MethodSource("trackers")
    void everyTrackerGivesTheRatesItGivesUnderDjlsOptimizer(Supplier<ParameterTracker> tracker) throws Exception {
        ControlledOptimizer ours = ControlledOptimizer.builder(SGD)
                .rate(tracker.get())
                .recipe(Recipe.of(ResetOnDecay.defaults()).asDryRun())
                .build();
        Optimizer djls = Optimizer.sgd().setLearningRateTracker(tracker.get()).build();

        Map<String, float[]> expected = train(djls);

        assertThat(Models.difference(expected, train(ours))).isZero();
        assertThat(Models.difference(expected, train(FusedOptimizer.of(SGD, tracker.get()))))
                .isZero();
    }

    /**
     * Two hundred steps, the layers in turn from the hundredth on. (A parameter that has had fewer updates than others
     * gets the rate of this step or of the last one under DJL's own, as its place in a map of random keys will have
     * it.)
     */
    private static Map<String, float[]> train(Optimizer optimizer) throws Exception {
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = optimizer instanceof ControlledOptimizer controlled
                        ? Models.trainer(model, optimizer, controlled.listeners())
                        : Models.trainer(model, optimizer)) {
            Models.steps(trainer, 100);
            for (int step = 0; step < 100; step++) {
                int turn = step % 2;
                List<Parameter> all = model.getBlock().getParameters().values();
                for (int i = 0; i < all.size(); i++) {
                    all.get(i).freeze(i / 2 != turn);
                }
                Models.steps(trainer, 1);
            }
            return Models.weights(model);
        }
    }

    @Test
    void theTenthRateIsAsStock() {
        List<Integer> asked = new ArrayList<>();
        Tracker tracker = multiFactor();
        FusedOptimizer optimizer = FusedOptimizer.of(SGD, (id, update) -> {
            asked.add(update);
            return tracker.getNewValue(update);
        });
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weight = manager.zeros(new Shape(1));
            for (int i = 0; i < 10; i++) {
                optimizer.update("w", weight, manager.ones(new Shape(1)));
            }

            assertThat(weight.getFloat()).isCloseTo(-1, org.assertj.core.api.Assertions.within(1e-5f));
        }
        assertThat(asked).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        optimizer.close();
    }

    @Test
    void groupsThatShareATrackerAskOncePerStepAndInOrder() throws Exception {
        List<Integer> asked = new ArrayList<>();
        Tracker counting = update -> {
            asked.add(update);
            return 0.01f;
        };
        ControlledOptimizer optimizer = ControlledOptimizer.builder(ParameterGroups.builder()
                        .group("first", "01Linear/*", SGD.withRate(LearningRate.host("shared")))
                        .otherwise(OptimizerSpec.adam(1)
                                .withRate(LearningRate.host("shared").times(0.1))))
                .schedule("shared", counting)
                .recipe(Recipe.of(ResetOnDecay.defaults()))
                .build();
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Models.steps(trainer, 20);
        }

        assertThat(asked).isSorted().doesNotHaveDuplicates().contains(1, 2, 19, 20);
    }
}
