package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.EpochTrainingListener;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.listener.LoggingTrainingListener;
import ai.djl.training.loss.Loss;
import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.contract.Watching;
import io.github.redescent.control.Action;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ResetOnDecay;
import io.github.redescent.replay.Trace;
import io.github.redescent.replay.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeRunTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-2);

    @Test
    void theListenersThatAreAdvisedWorkWithARecipeAndTheValidationLossIsSeen() throws Exception {
        List<Observation> seen = new ArrayList<>();
        ControlledOptimizer optimizer =
                ControlledOptimizer.of(ADAM, Recipe.of(new Watching(EnumSet.allOf(Moment.class), Set.of(), seen)));
        try (Model model = Models.model(Models.perceptron(), 1);
                NDManager manager = NDManager.newBaseManager();
                Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                        .optDevices(new Device[] {Device.cpu()})
                        .optOptimizer(optimizer)
                        .addTrainingListeners(
                                new EpochTrainingListener(),
                                new EvaluatorTrainingListener(),
                                new LoggingTrainingListener())
                        .addTrainingListeners(optimizer.listeners()))) {
            trainer.initialize(Models.INPUT);
            ArrayDataset data = Models.data(manager);

            EasyTrain.fit(trainer, 3, data, data);
        }

        List<Observation> epochs =
                seen.stream().filter(now -> now.moment() == Moment.EPOCH).toList();
        assertThat(epochs).extracting(Observation::epoch).containsExactly(1, 2, 3);
        assertThat(epochs).extracting(Observation::step).containsExactly(8L, 16L, 24L);
        double first = epochs.get(0).validationLoss().getAsDouble();
        assertThat(epochs.get(2).validationLoss().getAsDouble()).isBetween(0.0, 0.9 * first);
        assertThat(seen.stream().filter(now -> now.moment() == Moment.STEP))
                .hasSize(24)
                .allMatch(now -> now.validationLoss().isEmpty());
    }

    @Test
    void detachingRestoresTheBestWeightsAndTrainsOnWithoutControl() throws Exception {
        Recipe ruin = Recipe.of(ScriptedPolicy.at(20, new SetRateFactor(ALL, 1e3, Span.LASTING)));
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, ruin.withPlannedSteps(60));
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Models.steps(trainer, 40);
            Map<String, float[]> ruined = Models.weights(model);

            optimizer.detach();

            Map<String, float[]> best = Models.weights(model);
            assertThat(Models.distance(ruined, best)).isGreaterThan(10);
            int decisions = optimizer.history().size();
            Models.steps(trainer, 3);
            assertThat(Models.difference(best, Models.weights(model))).isPositive();
            assertThat(optimizer.history()).hasSize(decisions);
            assertThatThrownBy(optimizer::restoreBest).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void detachingAsItIsLeavesTheWeights() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, Recipe.of(ResetOnDecay.defaults()));
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Models.steps(trainer, 5);
            Map<String, float[]> before = Models.weights(model);

            optimizer.detachAsIs();

            assertThat(Models.difference(before, Models.weights(model))).isZero();
            assertThat(optimizer.describe()).contains("Adam");
        }
    }

    @Test
    void aTraceHoldsEveryUpdateAndWhatWasDone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.jsonl");
        Recipe recipe = Recipe.of(ScriptedPolicy.at(3, new ResetState(ALL, ResetMode.FULL)))
                .withPlannedSteps(6);
        ControlledOptimizer optimizer =
                ControlledOptimizer.builder(ADAM).recipe(recipe).trace(file).build();
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Models.steps(trainer, 6);
        }

        Trace trace = TraceReader.read(file);
        assertThat(trace.header().name()).isEqualTo("run.jsonl");
        assertThat(trace.header().plannedSteps()).hasValue(6);
        assertThat(trace.observations()).hasSize(6);
        assertThat(Files.readAllLines(file).get(4)).contains("\"step\":4", "ResetState");
    }

    @Test
    void aTraceWithoutAPolicyIsRefused() {
        assertThatThrownBy(() -> ControlledOptimizer.builder(ADAM)
                        .trace(Path.of("run.jsonl"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("asDryRun");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where the process's memory can be read
    void theProcessDoesNotGrowOverAThousandResetsOfALargeState() throws Exception {
        Map<Long, List<Action>> script = new HashMap<>();
        for (long step = 1; step <= 1100; step++) {
            script.put(step, List.of(new ResetState(ALL, ResetMode.FULL)));
        }
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, Recipe.of(new ScriptedPolicy(script)));
        try (Model model = Models.model(Models.wide(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Models.steps(trainer, 100);
            long before = residentKilobytes();

            Models.steps(trainer, 1000);

            // The state is 540 kB: a copy that leaked at each reset would be 540 MB.
            assertThat(residentKilobytes() - before).isLessThan(100_000);
        }
    }

    private static long residentKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS");
    }
}
