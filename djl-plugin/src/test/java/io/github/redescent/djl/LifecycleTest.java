package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Models, trainers and optimizers that begin and end in any order. */
class LifecycleTest {
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-2);
    private static final Recipe RECIPE = Recipe.of(ReinitializeOnBadRegion.defaults(), ResetOnDecay.defaults());
    private static final ParameterGroups FROZEN =
            ParameterGroups.builder().frozen("first", "01Linear/*").otherwiseUnchanged();

    @Test
    void anOptimizerThatWasRefusedIsUsable() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(
                ADAM,
                RECIPE.withGroups(ParameterGroups.builder()
                        .frozen("norm", "02BatchNorm/*")
                        .otherwiseUnchanged()));
        try (Model without = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(without, optimizer, optimizer.listeners())) {
            assertThatThrownBy(() -> Models.steps(trainer, 1)).hasMessageContaining("02BatchNorm");
        }
        try (Model with = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(with, optimizer, optimizer.listeners())) {
            optimizer.attach();

            assertThatCode(() -> Models.steps(trainer, 3)).doesNotThrowAnyException();
        }
    }

    @Test
    void aTrainerThatNobodyClosedDoesNotKeepTheOptimizerFromTheNext() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RECIPE);
        try (Model first = Models.model(Models.perceptron(), 1);
                Model second = Models.model(Models.perceptron(), 2)) {
            Trainer left = Models.trainer(first, optimizer, optimizer.listeners());
            Models.steps(left, 3);

            try (Trainer next = Models.trainer(second, optimizer, optimizer.listeners())) {
                Models.steps(next, 3);
                assertThatThrownBy(() -> Models.steps(left, 1))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("a ControlledOptimizer of its own");
                Models.steps(next, 3);
            }
            left.close();
        }
    }

    @Test
    void aSecondTrainerOnTheSameModelTrainsIt() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RECIPE);
        try (Model model = Models.model(Models.perceptron(), 1)) {
            for (int i = 0; i < 3; i++) {
                try (Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
                    Map<String, float[]> before = Models.weights(model);
                    Models.steps(trainer, 3);
                    assertThat(Models.difference(before, Models.weights(model))).isPositive();
                }
            }
        }
    }

    @Test
    void everythingMayBeClosedInAnyOrderAndTwice() throws Exception {
        for (int order = 0; order < 3; order++) {
            ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RECIPE.withGroups(FROZEN));
            Model model = Models.model(Models.perceptron(), 1);
            Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners());
            Models.steps(trainer, 3);
            AutoCloseable[] all = {model, trainer, optimizer};

            for (int i = 0; i < 6; i++) {
                all[(order + i) % 3].close();
            }
        }
    }

    @Test
    void aModelThatIsClosedFirstLeavesNothingBehind() throws Exception {
        long before = 0;
        for (int round = 0; round < 60; round++) {
            ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RECIPE.withGroups(FROZEN));
            Model model = Models.model(Models.perceptron(), 1);
            Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners());
            Models.steps(trainer, 2);
            if (round % 2 == 0) {
                model.close();
                trainer.close();
            } else {
                trainer.close();
                model.close();
            }
            if (round == 10) {
                before = Described.nativeBytes();
            }
        }

        assertThat(Described.nativeBytes()).isLessThanOrEqualTo(before + 1000);
    }

    @Test
    void trainersOnOneModelLeaveNoMoreThanTheLastBestWeights() throws Exception {
        try (Model model = Models.model(Models.perceptron(), 1)) {
            for (int round = 0; round < 10; round++) {
                ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RECIPE);
                try (Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
                    Models.steps(trainer, 2);
                }
            }

            // DJL itself leaves a gradient per trainer and parameter with the model.
            assertThat(model.getNDManager().getManagedArrays())
                    .filteredOn(
                            array -> array.getName() != null && array.getName().startsWith("redescent"))
                    .hasSize(model.getBlock().getParameters().size());
        }
    }

    @Test
    void theBestWeightsOutliveAnExceptionOfThePrograms() throws Exception {
        Recipe ruin = Recipe.of(ScriptedPolicy.at(20, new SetRateFactor(ParameterSelector.all(), 1e3, Span.LASTING)))
                .withPlannedSteps(60);
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, ruin);
        try (Model model = Models.model(Models.perceptron(), 1)) {
            assertThatThrownBy(() -> {
                        try (Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
                            Models.steps(trainer, 40);
                            throw new IllegalArgumentException("the user's");
                        }
                    })
                    .isInstanceOf(IllegalArgumentException.class);
            Map<String, float[]> ruined = Models.weights(model);

            optimizer.restoreBest();

            assertThat(Models.distance(ruined, Models.weights(model))).isGreaterThan(10);
        }
        assertThatThrownBy(optimizer::restoreBest)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aListenerOfTheUsersThatThrowsLeavesTheRunAsItIs() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RECIPE);
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer =
                        Models.trainer(model, optimizer, optimizer.listeners()[0], new TrainingListenerAdapter() {
                            private int batches;

                            @Override
                            public void onTrainingBatch(Trainer current, BatchData data) {
                                if (++batches == 5) {
                                    throw new IllegalArgumentException("once");
                                }
                            }
                        })) {
            assertThatThrownBy(() -> Models.steps(trainer, 10)).hasMessage("once");

            assertThatCode(() -> Models.steps(trainer, 10)).doesNotThrowAnyException();
            optimizer.restoreBest();
        }
    }

    @Test
    void stepsMayBeMadeOnAnyThreadInTurn() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RECIPE);
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        Models.steps(trainer, 3);
                    } catch (Exception | Error failure) {
                        thrown.set(failure);
                    }
                });
                thread.start();
                thread.join();
                Models.steps(trainer, 1);
            }

            assertThat(thrown.get()).isNull();
            optimizer.restoreBest();
        }
    }

    @Test
    void flagsAreTheHostsAgainWhenTheTrainerIsClosedThoughTheModelWasFirst() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RECIPE.withGroups(FROZEN));
        Model model = Models.model(Models.perceptron(), 1);
        Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners());
        Models.steps(trainer, 2);
        Parameter first = model.getBlock().getParameters().valueAt(0);
        assertThat(first.requiresGradient()).isFalse();
        model.close();

        assertThatCode(trainer::close).doesNotThrowAnyException();
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThat(manager.isOpen()).isTrue();
        }
    }
}
