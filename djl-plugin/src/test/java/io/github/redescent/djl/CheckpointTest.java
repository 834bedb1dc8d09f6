package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action.Freeze;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.RestartSchedule;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.UseFirstOptimizer;
import io.github.redescent.control.Action.UseOptimizer;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ResetOnDecay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-2);

    @TempDir
    Path folder;

    static Stream<OptimizerSpec> specs() {
        return Stream.of(
                OptimizerSpec.sgd(0.1),
                OptimizerSpec.sgd(0.1).withMomentum(0.9),
                OptimizerSpec.adam(1e-2).withRate(LearningRate.cosine(1e-2, 40)),
                OptimizerSpec.nAdam(1e-2),
                OptimizerSpec.rmsProp(1e-3).asCentered().withMomentum(0.9));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aResumedRunEqualsTheUninterruptedOne(OptimizerSpec spec) throws Exception {
        Path file = folder.resolve("run.zip");
        Map<String, float[]> whole = trainAndSave(spec, 16, file);

        ControlledOptimizer optimizer = ControlledOptimizer.of(spec);
        try (Model model = Models.model(Models.normalised(), 99);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            optimizer.resume(file);
            Models.steps(trainer, 8);

            assertThat(Models.difference(whole, Models.weights(model))).isZero();
        }
    }

    @Test
    void aRecipesMemoryIsResumedToo() throws Exception {
        Path file = folder.resolve("run.zip");
        Recipe recipe = Recipe.of(ResetOnDecay.defaults());
        OptimizerSpec halved = ADAM.withRate(LearningRate.steps(1e-2, 0.5, List.of(12L)));
        ControlledOptimizer first = ControlledOptimizer.of(halved, recipe);
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, first, first.listeners())) {
            Models.steps(trainer, 8);
            first.save(file);
        }

        ControlledOptimizer second = ControlledOptimizer.of(halved, recipe);
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, second, second.listeners())) {
            second.resume(file);
            Models.steps(trainer, 8);
        }

        assertThat(second.history()).hasSize(1);
        assertThat(second.history().get(0).step()).isEqualTo(12);
    }

    @Test
    void aDamagedFileIsRefusedWholeWhereverItIsDamaged() throws Exception {
        Path file = folder.resolve("run.zip");
        trainAndSave(ADAM, 2, file);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 40; at < bytes.length; at += bytes.length / 12) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x55;
            Files.write(file, damaged);
            assertRefusedOrHarmless(file);
        }
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertRefused(Models::normalised, ADAM, file, "nothing was loaded");
    }

    @Test
    void anotherModelOrOptimizerIsNamed() throws Exception {
        Path file = folder.resolve("run.zip");
        trainAndSave(ADAM, 2, file);

        assertRefused(Models::perceptron, ADAM, file, "02BatchNorm/gamma");
        assertRefused(
                Models::normalised,
                OptimizerSpec.rAdam(1e-2),
                file,
                "its optimizer of 01Linear/weight is Adam, here it is RAdam");
    }

    @Test
    void aSettingThatDiffersIsNamedWithBothValues() throws Exception {
        Path file = folder.resolve("run.zip");
        trainAndSave(ADAM, 2, file);

        assertRefused(
                Models::normalised,
                ADAM.withWeightDecay(0.5),
                file,
                "its optimizer of 01Linear/weight, weightDecay is 0.0, here it is 0.5");
        assertRefused(
                Models::normalised, OptimizerSpec.adam(2e-2), file, "rate is {\"type\":\"Constant\",\"rate\":0.01}");
        assertRefused(
                ControlledOptimizer.builder(ADAM).clipValue(3).build(),
                Models::normalised,
                file,
                "its clipValue is null, here it is 3.0");
        assertRefused(
                ControlledOptimizer.builder(ADAM).trainNormalization().build(),
                Models::normalised,
                file,
                "its trainNormalization is false, here it is true");
    }

    @Test
    void frozenStatisticsKeptOptimizersAndRestartsAreResumed() throws Exception {
        Path file = folder.resolve("run.zip");
        OptimizerSpec falling = ADAM.withRate(LearningRate.exponential(1e-2, 0.9));
        OptimizerSpec sgd = OptimizerSpec.sgd().withRate(LearningRate.kept().times(2));
        Recipe recipe = Recipe.of(new ScriptedPolicy(Map.of(
                2L, List.of(new Freeze(ParameterSelector.glob("02BatchNorm/*")), new RestartSchedule(ALL)),
                3L, List.of(new UseOptimizer(ALL, sgd, Handover.FRESH)),
                4L, List.of(new Keep("sgd", EnumSet.allOf(Part.class))),
                5L, List.of(new UseOptimizer(ALL, OptimizerSpec.nAdam(1e-3), Handover.FRESH)),
                12L, List.of(new Restore(ALL, "sgd")),
                14L, List.of(new UseFirstOptimizer(ALL)))));
        ControlledOptimizer first = ControlledOptimizer.of(falling, recipe);
        Map<String, float[]> whole;
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, first, first.listeners())) {
            Models.steps(trainer, 8);
            first.save(file);
            Models.steps(trainer, 8);
            whole = Models.weights(model);
        }

        ControlledOptimizer second = ControlledOptimizer.of(falling, recipe);
        try (Model model = Models.model(Models.normalised(), 99);
                Trainer trainer = Models.trainer(model, second, second.listeners())) {
            second.resume(file);
            Models.steps(trainer, 8);

            assertThat(Models.difference(whole, Models.weights(model))).isZero();
            assertThat(second.parameters().entries())
                    .filteredOn(info -> info.path().startsWith("02BatchNorm"))
                    .allMatch(ParameterInfo::frozen);
        }
    }

    @Test
    void otherGroupsAreRefused() throws Exception {
        Path file = folder.resolve("run.zip");
        ControlledOptimizer first = ControlledOptimizer.of(ParameterGroups.builder()
                .group("head", "04Linear/*", OptimizerSpec.sgd(0.1))
                .otherwise(ADAM));
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, first, first.listeners())) {
            Models.steps(trainer, 2);
            first.save(file);
        }

        assertRefused(
                ControlledOptimizer.of(ParameterGroups.builder().otherwise(ADAM)),
                Models::normalised,
                file,
                "its optimizer of 04Linear/weight is Sgd, here it is Adam");
    }

    @Test
    void aFileOfARecipeNeedsARecipe() throws Exception {
        Path file = folder.resolve("run.zip");
        trainAndSave(ADAM, 2, file);
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, Recipe.of(ResetOnDecay.defaults()));
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            assertThat(trainer.getDevices()).hasSize(1);
            assertThatThrownBy(() -> optimizer.resume(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("without a recipe");
        }
    }

    @Test
    void aMissingFileIsAnIoException() {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM);
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            assertThat(trainer.getDevices()).hasSize(1);
            assertThatThrownBy(() -> optimizer.resume(folder.resolve("nowhere.zip")))
                    .isInstanceOf(IOException.class);
        }
    }

    /** Saves half-way and returns the weights at the end. */
    private static Map<String, float[]> trainAndSave(OptimizerSpec spec, int steps, Path file) throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(spec);
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Models.steps(trainer, steps / 2);
            optimizer.save(file);
            Models.steps(trainer, steps / 2);
            return Models.weights(model);
        }
    }

    /** A changed byte that no reader looks at, such as a time stamp's, is harmless. */
    private static void assertRefusedOrHarmless(Path file) {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM);
        try (Model model = Models.model(Models.normalised(), 5);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Map<String, float[]> before = Models.weights(model);
            try {
                optimizer.resume(file);
            } catch (IllegalArgumentException | IOException refused) {
                assertThat(Models.difference(before, Models.weights(model))).isZero();
            }
            assertThat(trainer.getDevices()).hasSize(1);
        }
    }

    private static void assertRefused(Supplier<? extends Block> block, OptimizerSpec spec, Path file, String because) {
        assertRefused(ControlledOptimizer.of(spec), block, file, because);
    }

    private static void assertRefused(
            ControlledOptimizer optimizer, Supplier<? extends Block> block, Path file, String because) {
        try (Model model = Models.model(block.get(), 5);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Map<String, float[]> before = Models.weights(model);

            assertThatThrownBy(() -> optimizer.resume(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(because);

            assertThat(Models.difference(before, Models.weights(model))).isZero();
            assertThat(trainer.getDevices()).hasSize(1);
        }
    }
}
