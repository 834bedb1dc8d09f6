package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.Trainer;
import ai.djl.training.tracker.Tracker;
import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action.Freeze;
import io.github.redescent.control.Action.Unfreeze;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ResetOnDecay;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupsTest {
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-2);
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final String MEAN = "02BatchNorm_runningMean";
    private static final ParameterGroups FROZEN_NORM =
            ParameterGroups.builder().frozen("norm", "02BatchNorm/*").otherwise(ADAM);

    @Test
    void runningStatisticsOfAFrozenGroupStay() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(FROZEN_NORM);
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            optimizer.attach();
            Map<String, float[]> before = Models.weights(model);

            Models.steps(trainer, 3);

            Map<String, float[]> after = Models.weights(model);
            after.forEach((path, values) -> {
                boolean same = Arrays.equals(values, before.get(path));
                assertThat(same).as(path).isEqualTo(path.startsWith("02BatchNorm"));
            });
        }
    }

    @Test
    void frozenRunningStatisticsThatTheFirstBatchHasChangedAreNoted() {
        ControlledOptimizer optimizer = ControlledOptimizer.of(FROZEN_NORM);
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            assertThatThrownBy(() -> Models.steps(trainer, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("02BatchNorm/runningMean")
                    .hasMessageContaining("optimizer.attach()");
        }
    }

    @Test
    void aModelThatIsInitializedBeforeItsTrainerNeedsNoCall() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(FROZEN_NORM);
        try (Model model = Models.model(Models.normalised(), 1)) {
            model.getBlock().initialize(model.getNDManager(), DataType.FLOAT32, Models.INPUT);
            try (Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
                Map<String, float[]> before = Models.weights(model);

                Models.steps(trainer, 3);

                assertThat(Models.weights(model).get(MEAN)).isEqualTo(before.get(MEAN));
            }
        }
    }

    @Test
    void runningStatisticsOfAFrozenGroupGoOnWhereThatIsAskedFor() throws Exception {
        ControlledOptimizer optimizer =
                ControlledOptimizer.builder(FROZEN_NORM).trainNormalization().build();
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Map<String, float[]> before = Models.weights(model);

            Models.steps(trainer, 3);

            assertThat(Models.weights(model).get(MEAN)).isNotEqualTo(before.get(MEAN));
        }
    }

    @Test
    void runningStatisticsGoOnOnceTheyAreUnfrozen() throws Exception {
        ControlledOptimizer optimizer =
                ControlledOptimizer.of(FROZEN_NORM, Recipe.of(ScriptedPolicy.at(3, new Unfreeze(ALL))));
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            optimizer.attach();
            Map<String, float[]> before = Models.weights(model);
            Models.steps(trainer, 3);
            assertThat(Models.weights(model).get(MEAN)).isEqualTo(before.get(MEAN));

            Models.steps(trainer, 1);

            assertThat(Models.weights(model).get(MEAN)).isNotEqualTo(before.get(MEAN));
            Parameter mean = model.getBlock().getParameters().get(MEAN);
            assertThat(mean.requiresGradient()).isFalse();
        }
    }

    @Test
    void everythingFrozenNeitherTrainsNorThrowsNorLeavesAGradient() throws Exception {
        ParameterGroups groups = ParameterGroups.builder().frozen("all", "**").exhaustive();
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, Recipe.of(groups));
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            optimizer.attach();
            Map<String, float[]> before = Models.weights(model);

            Models.steps(trainer, 3);

            assertThat(Models.difference(before, Models.weights(model))).isZero();
            Parameter first = model.getBlock().getParameters().get(0).getValue();
            assertThat(first.requiresGradient()).isTrue();
            try (NDArray gradient = first.getArray().getGradient()) {
                assertThat(gradient.toFloatArray()).containsOnly(0);
            }
        }
    }

    @Test
    void aFrozenLayerIsSparedTheBackwardPassAndTheHostGetsItsFlagsBack() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(
                ADAM,
                Recipe.of(ScriptedPolicy.at(2, new Unfreeze(ParameterSelector.glob("03*/**")), new Freeze(ALL)))
                        .withGroups(ParameterGroups.builder()
                                .frozen("first", "01Linear/*")
                                .otherwiseUnchanged()));
        try (Model model = Models.model(Models.perceptron(), 1)) {
            Parameter first = model.getBlock().getParameters().get("01Linear_weight");
            Parameter last = model.getBlock().getParameters().get("03Linear_weight");
            last.freeze(true);
            try (Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
                Models.steps(trainer, 1);
                assertThat(first.requiresGradient()).isFalse();
                assertThat(optimizer.parameters().entries().get(0).frozen()).isTrue();
            }

            assertThat(first.requiresGradient()).isTrue();
            assertThat(last.requiresGradient()).isFalse();
        }
    }

    @Test
    void whatTheHostHasFrozenCanBeUnfrozen() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(
                ADAM, Recipe.of(ScriptedPolicy.at(1, new Unfreeze(ParameterSelector.glob("01Linear/*")))));
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Parameter first = model.getBlock().getParameters().get("01Linear_weight");
            first.freeze(true);
            float[] frozen = first.getArray().toFloatArray();
            Models.steps(trainer, 1);
            assertThat(first.getArray().toFloatArray()).isEqualTo(frozen);

            Models.steps(trainer, 1);

            float[] trained = first.getArray().toFloatArray();
            assertThat((double) Math.abs(trained[0] - frozen[0])).isCloseTo(1e-2, within(1e-4)); // Adam's first step
        }
    }

    @Test
    void groupsFitABlockWhoseHeadWasReplaced() throws Exception {
        SequentialBlock block = Models.perceptron();
        try (Model first = Models.model(block, 1);
                Trainer pretraining = Models.trainer(first, ControlledOptimizer.of(OptimizerSpec.sgd(0.1)))) {
            Models.steps(pretraining, 3);
            block.removeLastBlock();
            block.add(Linear.builder().setUnits(5).build());
            ControlledOptimizer optimizer = ControlledOptimizer.of(ParameterGroups.builder()
                    .group("body", "01Linear/*", OptimizerSpec.sgd(1e-3).withMomentum(0.9))
                    .group("head", "03Linear/*", ADAM)
                    .exhaustive());
            try (Model second = Models.model(block, 2);
                    Trainer trainer = Models.trainer(second, optimizer, optimizer.listeners())) {
                Models.steps(trainer, 3);

                ParameterInfo head = optimizer.parameters().entries().get(2);
                assertThat(head.path()).isEqualTo("03Linear/weight");
                assertThat(head.shape()).containsExactly(5L, 16L);
                assertThat(head.group()).isEqualTo("head");
            }
        }
    }

    @Test
    void theTableShowsEachParametersOptimizerRateAndGroup() {
        ControlledOptimizer optimizer = ControlledOptimizer.of(
                ADAM,
                Recipe.of(ResetOnDecay.defaults())
                        .withGroups(ParameterGroups.builder()
                                .frozen("stem", "01Linear/*")
                                .scaled("norm", "02BatchNorm/*", 0.5)
                                .otherwise(OptimizerSpec.sgd(0.25))));
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            assertThat(trainer.getDevices()).hasSize(1);

            String table = optimizer.describe();

            assertThat(table.lines())
                    .anyMatch(line -> line.matches("01Linear/weight .*stem +- +- +yes.*"))
                    .anyMatch(line -> line.matches("02BatchNorm/gamma .*norm +Adam +0.00500 +no.*"))
                    .anyMatch(line -> line.matches("04Linear/bias .*otherwise +Sgd +0.250 +no.*"));
        }
    }

    @Test
    void groupsWithoutPoliciesNeedNoLoss() {
        ControlledOptimizer optimizer = ControlledOptimizer.of(
                ParameterGroups.builder().frozen("first", "01Linear/*").otherwise(ADAM));
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Map<String, float[]> before = Models.weights(model);

            HandWrittenLoopTest.loop(trainer, 2);

            assertThat(Models.difference(before, Models.weights(model))).isBetween(0.01, 0.03);
            assertThatThrownBy(optimizer::restoreBest)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("KeepBest");
        }
    }

    @Test
    void aGroupsRateMayBeATracker() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.builder(ParameterGroups.builder()
                        .group("first", "01Linear/*", OptimizerSpec.adam(1).withRate(LearningRate.host("slow")))
                        .otherwise(ADAM))
                .schedule("slow", Tracker.fixed(1e-3f))
                .build();
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Map<String, float[]> before = Models.weights(model);

            Models.steps(trainer, 1);

            before.keySet().removeIf(path -> !path.startsWith("01Linear"));
            assertThat(Models.difference(before, Models.weights(model))).isCloseTo(1e-3, within(1e-5));
        }
    }

    @Test
    void groupsThatLeaveAParameterWithoutAnOptimizerAreRefused() {
        assertThatThrownBy(() -> ControlledOptimizer.of(ParameterGroups.builder()
                        .group("first", "01Linear/*", ADAM)
                        .otherwiseUnchanged()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ControlledOptimizer.of(spec, recipe.withGroups(groups))");
        assertThatThrownBy(() -> ControlledOptimizer.of(ParameterGroups.builder()
                        .scaled("first", "01Linear/*", 0.1)
                        .otherwise(ADAM)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scaled");
        assertThatThrownBy(() -> ControlledOptimizer.of(
                        ParameterGroups.builder().frozen("all", "**").otherwiseFrozen()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no group has an optimizer");
    }

    @Test
    void whatCannotBeIsRefusedWhenTheOptimizerIsBuilt() {
        ParameterGroups groups = ParameterGroups.builder().otherwise(ADAM);
        Recipe other = Recipe.of(ResetOnDecay.defaults()).withGroups(FROZEN_NORM);

        assertThatThrownBy(() -> ControlledOptimizer.of(groups, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give the groups once");
        assertThatThrownBy(() -> ControlledOptimizer.builder(groups).rate(Tracker.fixed(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("schedule(name, tracker)");
        assertThatThrownBy(
                        () -> ControlledOptimizer.of(ParameterGroups.builder().otherwise(OptimizerSpec.host("x"))))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("OptimizerSpec.adam");
        assertThatThrownBy(() -> ControlledOptimizer.of(ParameterGroups.builder()
                        .otherwise(OptimizerSpec.adam(1).withRate(LearningRate.host("slow")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"slow\"");
    }

    @Test
    void unfreezingWithoutAnOptimizerIsRefusedAtAttach() {
        ParameterGroups groups = ParameterGroups.builder()
                .frozen("first", "01Linear/*")
                .group("last", "03Linear/*", ADAM)
                .exhaustive();
        ControlledOptimizer optimizer =
                ControlledOptimizer.of(groups, Recipe.of(ScriptedPolicy.at(5, new Unfreeze(ALL))));
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            assertThatThrownBy(() -> Models.steps(trainer, 1))
                    .isInstanceOf(UnsupportedByBackendException.class)
                    .hasMessageContaining("01Linear/weight")
                    .hasMessageContaining("otherwise(spec)");
        }
    }

    @Test
    void aRuleThatMatchesNothingIsRefusedAndNothingIsFrozen() {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ParameterGroups.builder()
                .frozen("first", "01Linear/*")
                .group("nothing", "conv*/**", ADAM)
                .otherwise(ADAM));
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            assertThatThrownBy(() -> Models.steps(trainer, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("conv*/**")
                    .hasMessageContaining("03Linear/weight");
            assertThat(model.getBlock().getParameters().get(0).getValue().requiresGradient())
                    .isTrue();
        }
    }
}
