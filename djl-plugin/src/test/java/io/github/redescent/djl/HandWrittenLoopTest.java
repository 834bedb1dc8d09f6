package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.tracker.Tracker;
import io.github.redescent.Recipe;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.policy.ResetOnDecay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandWrittenLoopTest {
    private static final Recipe RECIPE = Recipe.of(ResetOnDecay.defaults());

    @Test
    void withoutListenersItOptimisesAllTheSame() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-2));
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer)) {
            float first = loop(trainer, 1);

            float last = loop(trainer, 60);

            assertThat(last).isLessThan(0.5f * first);
        }
        optimizer.close();
    }

    @Test
    void batchesThatAreNotAnnouncedAreToldApartByTheirParameters() throws Exception {
        ControlledOptimizer announced = ControlledOptimizer.of(OptimizerSpec.adam(1e-2));
        ControlledOptimizer silent = ControlledOptimizer.of(OptimizerSpec.adam(1e-2));
        try (Model one = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(one, announced, announced.listeners())) {
            Map<String, float[]> before = Models.weights(one);
            loop(trainer, 3);
            Map<String, float[]> after = Models.weights(one);

            try (Model other = Models.model(Models.perceptron(), 1);
                    Trainer alone = Models.trainer(other, silent)) {
                loop(alone, 3);
                assertThat(Models.difference(after, Models.weights(other))).isZero();
            }
            assertThat(Models.difference(before, after)).isCloseTo(0.03, within(0.005));
        }
        silent.close();
    }

    @Test
    void aRecipeWithoutListenersTrainsAsTheOptimizerAlone() throws Exception {
        assertThat(trained(ControlledOptimizer.of(OptimizerSpec.adam(1e-2), RECIPE)))
                .usingRecursiveComparison()
                .isEqualTo(trained(ControlledOptimizer.of(OptimizerSpec.adam(1e-2))));
    }

    private static Map<String, float[]> trained(ControlledOptimizer optimizer) throws Exception {
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer)) {
            Models.steps(trainer, 10);
            return Models.weights(model);
        }
    }

    @Test
    void aLoopThatAnnouncesNoBatchTrainsAsTheOptimizerAlone() {
        List<TrainingEvent> events = new ArrayList<>();
        ControlledOptimizer watched = ControlledOptimizer.builder(OptimizerSpec.adam(1e-2))
                .recipe(RECIPE)
                .events(events::add)
                .build();
        ControlledOptimizer alone = ControlledOptimizer.of(OptimizerSpec.adam(1e-2));
        try (Model one = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(one, watched, watched.listeners())) {
            loop(trainer, 3);
            try (Model other = Models.model(Models.perceptron(), 1);
                    Trainer another = Models.trainer(other, alone, alone.listeners())) {
                loop(another, 3);

                assertThat(Models.difference(Models.weights(one), Models.weights(other)))
                        .isZero();
            }
        }
    }

    @Test
    void severalDevicesAreRefused() {
        ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-2));
        try (Model model = Models.model(Models.perceptron(), 1)) {
            assertThatThrownBy(() -> model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())
                            .optDevices(new Device[] {Device.gpu(0), Device.gpu(1)})
                            .optOptimizer(optimizer)
                            .addTrainingListeners(optimizer.listeners())))
                    .isInstanceOf(UnsupportedByBackendException.class)
                    .hasMessageContaining("one device");
        }
    }

    @Test
    void clippingByTheCommonNormNeedsTheListeners() throws Exception {
        ControlledOptimizer optimizer =
                ControlledOptimizer.builder(OptimizerSpec.sgd(1)).clipNorm(0.5).build();
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer)) {
            assertThatThrownBy(() -> Models.steps(trainer, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("clipNorm");
        }
        ControlledOptimizer listening =
                ControlledOptimizer.builder(OptimizerSpec.sgd(1)).clipNorm(0.5).build();
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, listening, listening.listeners())) {
            Map<String, float[]> before = Models.weights(model);

            Models.steps(trainer, 1);

            assertThat(Models.distance(before, Models.weights(model))).isCloseTo(0.5, within(1e-4));
        }
    }

    @Test
    void djlTrackersAreTakenAsSchedules() {
        Tracker tracker = Tracker.multiFactor()
                .setBaseValue(1f)
                .setSteps(new int[] {2, 5})
                .optFactor(0.1f)
                .build();
        ControlledOptimizer optimizer =
                ControlledOptimizer.builder(OptimizerSpec.sgd(5)).rate(tracker).build();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weight = manager.zeros(new Shape(1));
            for (int i = 0; i < 3; i++) {
                optimizer.update("w", weight, manager.ones(new Shape(1)));
            }

            assertThat(weight.getFloat()).isCloseTo(-2.1f, within(1e-5f));
        }
        optimizer.close();
    }

    @Test
    void aScheduleThatIsNotBoundIsNamed() {
        assertThatThrownBy(() -> ControlledOptimizer.of(OptimizerSpec.adam(1).withRate(LearningRate.host("slow"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"slow\"");
        assertThatThrownBy(() -> ControlledOptimizer.of(OptimizerSpec.host("adam")))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("OptimizerSpec.adam");
    }

    /** A loop that knows neither EasyTrain nor listeners; returns the last loss. */
    static float loop(Trainer trainer, int steps) {
        try (NDManager manager = NDManager.newBaseManager()) {
            float loss = Float.NaN;
            NDArray features =
                    manager.ones(new Shape(3, 8)).mul(manager.arange(3f).reshape(3, 1));
            NDArray labels = manager.arange(3f);
            for (int i = 0; i < steps; i++) {
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDList output = trainer.forward(new NDList(features));
                    NDArray value = trainer.getLoss().evaluate(new NDList(labels), output);
                    collector.backward(value);
                    loss = value.getFloat();
                }
                trainer.step();
            }
            return loss;
        }
    }
}
