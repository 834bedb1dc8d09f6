package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import io.github.redescent.Recipe;
import io.github.redescent.contract.Watching;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the loss of a batch is seen. */
class LossesTest {
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-2);

    private interface Formula {
        NDArray of(NDArray label, NDArray prediction);
    }

    /** A loss class of the user's, which counts how often it is evaluated. */
    private static final class Own extends Loss {
        private final Formula formula;
        private int evaluated;

        Own(Formula formula) {
            super("own");
            this.formula = formula;
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            evaluated++;
            return formula.of(labels.singletonOrThrow(), predictions.singletonOrThrow());
        }
    }

    @Test
    void aLossClassOfTheUsersIsEvaluatedOnceAndSeen() throws Exception {
        Own own = new Own((label, prediction) -> prediction.square().mean().mul(0.5));

        List<Observation> seen = train(own);

        assertThat(own.evaluated).isEqualTo(10);
        assertThat(seen).hasSize(10).allMatch(now -> now.loss() > 0);
        assertThat(seen.get(9).loss()).isLessThan(seen.get(0).loss());
    }

    @Test
    void aRandomLossMovesNoGenerator() throws Exception {
        Formula noisy = (label, prediction) -> prediction
                .getManager()
                .randomNormal(prediction.getShape())
                .sub(prediction)
                .square()
                .mean();

        Map<String, float[]> alone = weights(new Own(noisy), ControlledOptimizer.of(ADAM));
        Map<String, float[]> watched = weights(
                new Own(noisy),
                ControlledOptimizer.of(ADAM, watching(new ArrayList<>()).asDryRun()));

        assertThat(Models.difference(alone, watched)).isZero();
    }

    @Test
    void lossesOfAnyPrecisionAreSeen() throws Exception {
        List<Observation> seen =
                train(new Own((label, prediction) -> prediction.square().mean().mul(0.5)));

        assertThat(seen.get(0).loss()).isPositive().isFinite();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (DataType type : List.of(DataType.FLOAT64, DataType.FLOAT16, DataType.FLOAT32)) {
                NDArray losses = manager.ones(new Shape(2)).toType(type, false);
                assertThat(ObservedLoss.total(losses)).as(type.name()).isEqualTo(2);
            }
        }
    }

    @Test
    void djlsEvaluatorsValueIsTakenWhereverItsListenerStands() throws Exception {
        List<Observation> alone = new ArrayList<>();
        List<Observation> before = new ArrayList<>();
        List<Observation> after = new ArrayList<>();
        ControlledOptimizer first = ControlledOptimizer.of(ADAM, watching(before));
        ControlledOptimizer last = ControlledOptimizer.of(ADAM, watching(after));

        run(ControlledOptimizer.of(ADAM, watching(alone)), new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()));
        run(
                first,
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                        .addTrainingListeners(first.listeners())
                        .addTrainingListeners(TrainingListener.Defaults.basic()));
        run(
                last,
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                        .addTrainingListeners(TrainingListener.Defaults.basic())
                        .addTrainingListeners(last.listeners()));

        for (int i = 0; i < 10; i++) {
            assertThat(before.get(i).loss()).isCloseTo(alone.get(i).loss(), within(1e-6));
            assertThat(after.get(i).loss()).isCloseTo(alone.get(i).loss(), within(1e-6));
        }
    }

    private static List<Observation> train(Loss loss) throws Exception {
        List<Observation> seen = new ArrayList<>();
        weights(loss, ControlledOptimizer.of(ADAM, watching(seen)));
        return seen;
    }

    private static Recipe watching(List<Observation> seen) {
        return Recipe.of(
                new Watching(EnumSet.of(Moment.STEP), Set.of(Measurement.total(Quantity.CONSTANT_LOSS)), seen));
    }

    private static Map<String, float[]> weights(Loss loss, ControlledOptimizer optimizer) throws Exception {
        return run(optimizer, new DefaultTrainingConfig(loss));
    }

    private static Map<String, float[]> run(ControlledOptimizer optimizer, DefaultTrainingConfig config)
            throws Exception {
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = model.newTrainer(optimizer.control(config.optDevices(new Device[] {Device.cpu()})))) {
            trainer.initialize(Models.INPUT);
            Models.steps(trainer, 10);
            return Models.weights(model);
        }
    }
}
