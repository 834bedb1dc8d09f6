package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.util.PairList;
import io.github.redescent.Recipe;
import io.github.redescent.djl.optimizer.FusedOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The shapes of public example programs: under a recipe that decides nothing they train to the same bits. */
class ExampleProgramsTest {
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-2);

    private interface Program {
        Map<String, float[]> run(UnaryOperator<DefaultTrainingConfig> wiring) throws Exception;
    }

    @Test
    void aPerceptronWithDjlsLoggingDefaults() throws Exception {
        assertSame(ExampleProgramsTest::perceptron);
    }

    @Test
    void aSequenceModelWithALoopOfItsOwn() throws Exception {
        assertSame(ExampleProgramsTest::sequences);
    }

    @Test
    void twoNetsThatTrainAgainstEachOther() throws Exception {
        assertSame(ExampleProgramsTest::adversaries);
    }

    private static void assertSame(Program program) throws Exception {
        Map<String, float[]> alone = program.run(config -> config.optOptimizer(FusedOptimizer.of(ADAM)));

        assertThat(Models.difference(
                        alone,
                        program.run(config ->
                                ControlledOptimizer.of(ADAM, Recipe.of()).control(config))))
                .isZero();
        assertThat(Models.difference(alone, program.run(config -> {
                    ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, Recipe.of());
                    return config.optOptimizer(optimizer).addTrainingListeners(optimizer.listeners());
                })))
                .isZero();
    }

    private static DefaultTrainingConfig config(Loss loss) {
        return new DefaultTrainingConfig(loss).optDevices(new Device[] {Device.cpu()});
    }

    private static Map<String, float[]> perceptron(UnaryOperator<DefaultTrainingConfig> wiring) throws Exception {
        DefaultTrainingConfig config = wiring.apply(
                config(Loss.softmaxCrossEntropyLoss()).addTrainingListeners(TrainingListener.Defaults.logging()));
        try (Model model = Models.model(Models.normalised(), 1);
                NDManager manager = NDManager.newBaseManager();
                Trainer trainer = model.newTrainer(config)) {
            trainer.setMetrics(new ai.djl.metric.Metrics());
            trainer.initialize(Models.INPUT);
            ArrayDataset data = Models.data(manager);
            EasyTrain.fit(trainer, 3, data, data);
            return Models.weights(model);
        }
    }

    /** Neither EasyTrain nor listeners: a loop over time steps that adds up the loss itself. */
    private static Map<String, float[]> sequences(UnaryOperator<DefaultTrainingConfig> wiring) {
        SequentialBlock block = new SequentialBlock()
                .add(LSTM.builder()
                        .setNumLayers(1)
                        .setStateSize(6)
                        .optReturnState(false)
                        .build())
                .add(Linear.builder().setUnits(4).build());
        try (Model model = Models.model(block, 3);
                NDManager manager = NDManager.newBaseManager();
                Trainer trainer = model.newTrainer(wiring.apply(config(Loss.softmaxCrossEntropyLoss())))) {
            trainer.initialize(new Shape(2, 5, 4));
            Random random = new Random(5);
            for (int epoch = 0; epoch < 12; epoch++) {
                try (NDManager batch = manager.newSubManager();
                        GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray labels = batch.create(random.ints(10, 0, 4).toArray(), new Shape(2, 5));
                    NDArray features = labels.oneHot(4, DataType.FLOAT32);
                    NDArray output = trainer.forward(new NDList(features)).singletonOrThrow();
                    NDList losses = new NDList();
                    for (int time = 0; time < 4; time++) {
                        NDList target = new NDList(labels.get(new NDIndex(":, {}", time + 1)));
                        NDList prediction = new NDList(output.get(new NDIndex(":, {}", time)));
                        losses.add(trainer.getLoss().evaluate(target, prediction));
                    }
                    collector.backward(NDArrays.stack(losses).mean());
                }
                trainer.step();
            }
            return Models.weights(model);
        }
    }

    /** A generator and a discriminator in one block; each is frozen while the other trains. */
    private static final class Adversaries extends AbstractBlock {
        private final Block generator =
                addChildBlock("generator", Linear.builder().setUnits(2).build());
        private final Block discriminator = addChildBlock(
                "discriminator",
                new SequentialBlock()
                        .add(Linear.builder().setUnits(8).build())
                        .add(Activation::tanh)
                        .add(Linear.builder().setUnits(1).build()));

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            NDList made = generator.forward(store, new NDList(inputs.get(0)), training);
            NDList all = new NDList(made.get(0).concat(inputs.get(1)));
            return discriminator.forward(store, all, training);
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
            generator.initialize(manager, type, shapes[0]);
            discriminator.initialize(manager, type, shapes[1]);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] shapes) {
            return new Shape[] {new Shape(2 * shapes[0].get(0), 1)};
        }
    }

    private static Map<String, float[]> adversaries(UnaryOperator<DefaultTrainingConfig> wiring) {
        Adversaries block = new Adversaries();
        try (Model model = Models.model(block, 4);
                NDManager manager = NDManager.newBaseManager();
                Trainer trainer = model.newTrainer(wiring.apply(config(Loss.sigmoidBinaryCrossEntropyLoss())))) {
            trainer.initialize(new Shape(4, 3), new Shape(4, 2));
            Random random = new Random(6);
            for (int step = 0; step < 20; step++) {
                for (boolean generators : new boolean[] {false, true}) {
                    freeze(block.generator, !generators);
                    freeze(block.discriminator, generators);
                    try (NDManager batch = manager.newSubManager();
                            GradientCollector collector = trainer.newGradientCollector()) {
                        NDArray noise = batch.create(noise(random, 12), new Shape(4, 3));
                        NDArray real =
                                batch.create(noise(random, 8), new Shape(4, 2)).add(2);
                        NDList output = trainer.forward(new NDList(noise, real));
                        NDArray made = batch.full(new Shape(4, 1), generators ? 1 : 0);
                        NDList labels = new NDList(made.concat(batch.ones(new Shape(4, 1))));
                        collector.backward(trainer.getLoss().evaluate(labels, output));
                    }
                    trainer.step();
                }
            }
            return Models.weights(model);
        }
    }

    private static void freeze(Block block, boolean frozen) {
        for (Parameter parameter : block.getParameters().values()) {
            parameter.freeze(frozen);
        }
    }

    private static float[] noise(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
