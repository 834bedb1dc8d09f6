package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.TrainingDivergedException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.listener.DivergenceCheckTrainingListener;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import io.github.redescent.Recipe;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How an optimizer and its listeners come into a training configuration, and what is said when they do not. */
class WiringTest {
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-2);
    private static final Recipe RESTARTING = Recipe.of(ReinitializeOnBadRegion.defaults());

    private interface Wiring {
        DefaultTrainingConfig apply(DefaultTrainingConfig config, ControlledOptimizer optimizer);
    }

    @Test
    void oneCallIsEnoughBesideDjlsDefaults() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RESTARTING);
        DefaultTrainingConfig config = config().addTrainingListeners(TrainingListener.Defaults.logging());

        DefaultTrainingConfig controlled = optimizer.control(config);

        assertThat(controlled).isSameAs(config);
        assertThat(config.getOptimizer()).isSameAs(optimizer);
        assertThat(config.getTrainingListeners()).noneMatch(DivergenceCheckTrainingListener.class::isInstance);
        assertThat(optimizer.control(config).getTrainingListeners())
                .as("called twice")
                .containsOnlyOnce(optimizer.listeners());
    }

    @Test
    void trainingGoesOnAfterANaNHoweverItWasWired() throws Exception {
        Wiring control = (config, optimizer) -> optimizer.control(config);
        Wiring readme =
                (config, optimizer) -> config.optOptimizer(optimizer).addTrainingListeners(optimizer.listeners());

        assertThatCode(() -> trainOverANaN(RESTARTING, control)).doesNotThrowAnyException();
        assertThatCode(() -> trainOverANaN(RESTARTING, readme)).doesNotThrowAnyException();
    }

    @Test
    void whereNothingAnswersANaNDjlsCheckStays() {
        Wiring control = (config, optimizer) -> optimizer.control(config);

        assertThatThrownBy(() -> trainOverANaN(Recipe.of(ResetOnDecay.defaults()), control))
                .isInstanceOf(TrainingDivergedException.class);
        assertThatThrownBy(() -> trainOverANaN(RESTARTING.asDryRun(), control))
                .isInstanceOf(TrainingDivergedException.class);
    }

    private static void trainOverANaN(Recipe recipe, Wiring wiring) throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, recipe);
        DefaultTrainingConfig config =
                wiring.apply(config().addTrainingListeners(TrainingListener.Defaults.basic()), optimizer);
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(Models.INPUT);
            Models.steps(trainer, 5);
            Parameter first = model.getBlock().getParameters().valueAt(0);
            try (NDArray alias = first.getArray().stopGradient()) {
                alias.set(new ai.djl.ndarray.index.NDIndex("..."), Float.NaN);
            }
            Models.steps(trainer, 5);
            assertThat(first.getArray().isNaN().any().getBoolean()).isFalse();
        }
    }

    @Test
    void aProgramThatAnnouncesTheBeginningItselfWorks() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RESTARTING);
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            trainer.notifyListeners(listener -> listener.onTrainingBegin(trainer));
            Models.steps(trainer, 3);
            trainer.notifyListeners(listener -> listener.onTrainingEnd(trainer));
        }

        assertThat(optimizer.history()).isEmpty();
    }

    @Test
    void listenersThatAreAddedTwiceAreRefused() {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RESTARTING);
        try (Model model = Models.model(Models.perceptron(), 1)) {
            assertThatThrownBy(() -> Models.trainer(
                            model,
                            optimizer,
                            optimizer.listeners()[0],
                            optimizer.listeners()[0]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("2 times");
        }
    }

    @Test
    void listenersOfAnotherOptimizerAreNoticedAtTheSecondBatch() {
        ControlledOptimizer another = ControlledOptimizer.of(ADAM, RESTARTING);
        for (Optimizer optimizer :
                new Optimizer[] {Optimizer.adam().build(), ControlledOptimizer.of(ADAM, RESTARTING)}) {
            try (Model model = Models.model(Models.perceptron(), 1);
                    Trainer trainer = Models.trainer(model, optimizer, another.listeners())) {
                assertThatThrownBy(() -> Models.steps(trainer, 2))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("optimizer.control(config)");
            }
        }
    }

    @Test
    void accumulatedGradientsAreNotTakenForAnotherOptimizersWork() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, RESTARTING);
        try (Model model = Models.model(Models.perceptron(), 1);
                NDManager manager = NDManager.newBaseManager();
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            var batches = trainer.iterateDataset(Models.data(manager)).iterator();
            Map<String, float[]> before = Models.weights(model);
            for (int i = 0; i < 3; i++) {
                try (var batch = batches.next()) {
                    EasyTrain.trainBatch(trainer, batch);
                }
            }
            trainer.step();

            assertThat(Models.difference(before, Models.weights(model))).isPositive();
        }
    }

    private static DefaultTrainingConfig config() {
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optDevices(new Device[] {Device.cpu()});
    }
}
