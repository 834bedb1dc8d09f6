package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;
import io.github.redescent.djl.optimizer.FusedOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random training loops that know no listener: parameters are frozen and unfrozen between steps, backward passes reach
 * a part of the model, gradients are accumulated, two trainers share a block. A step is what DJL makes of it.
 */
class AnyScheduleOfStepsTest {
    private static final int STEPS = 60;

    static IntStream seeds() {
        return IntStream.range(0, 6);
    }

    /** A body with two heads, of which a forward pass uses one or both. */
    private static final class TwoHeads extends AbstractBlock {
        private final Block body;
        private final List<Block> heads = new ArrayList<>();
        private int used;

        TwoHeads(Block body) {
            this.body = addChildBlock("body", body);
            heads.add(addChildBlock("left", Linear.builder().setUnits(2).build()));
            heads.add(addChildBlock("right", Linear.builder().setUnits(2).build()));
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            NDList features = body.forward(store, inputs, training);
            if (used < 2) {
                return heads.get(used).forward(store, features, training);
            }
            NDArray left = heads.get(0).forward(store, features, training).singletonOrThrow();
            NDArray right = heads.get(1).forward(store, features, training).singletonOrThrow();
            return new NDList(left.add(right));
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
            body.initialize(manager, type, shapes);
            Shape[] features = body.getOutputShapes(shapes);
            heads.forEach(head -> head.initialize(manager, type, features));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] shapes) {
            return new Shape[] {new Shape(shapes[0].get(0), 2)};
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gradientDescentIsDjlsOwnToTheBit(int seed) {
        Optimizer djls = Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed(0.1f))
                .optWeightDecays(0.01f)
                .build();
        ControlledOptimizer ours =
                ControlledOptimizer.of(OptimizerSpec.sgd(0.1f).withWeightDecay(0.01f));

        Map<String, float[]> expected = train(seed, djls);
        Map<String, float[]> actual = train(seed, ours, ours.listeners());

        assertThat(Models.difference(expected, actual)).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void adamIsThatOfEachParameterAloneToTheBit(int seed) {
        OptimizerSpec adam = OptimizerSpec.adam(0.01).withWeightDecay(0.01);
        ControlledOptimizer ours = ControlledOptimizer.of(adam);

        Map<String, float[]> expected = train(seed, FusedOptimizer.of(adam));
        Map<String, float[]> actual = train(seed, ours, ours.listeners());

        assertThat(Models.difference(expected, actual)).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void trainersThatShareABlockTakeTurns(int seed) {
        OptimizerSpec adam = OptimizerSpec.adam(0.01);

        Map<String, float[]> expected = trainTwo(seed, FusedOptimizer.of(adam), FusedOptimizer.of(adam));
        Map<String, float[]> actual = trainTwo(seed, ControlledOptimizer.of(adam), ControlledOptimizer.of(adam));

        assertThat(Models.difference(expected, actual)).isZero();
    }

    private static Map<String, float[]> train(int seed, Optimizer optimizer, TrainingListener... listeners) {
        Random random = new Random(seed);
        TwoHeads block = new TwoHeads(Linear.builder().setUnits(4).build());
        try (Model model = Models.model(block, 1);
                NDManager manager = NDManager.newBaseManager();
                Trainer trainer = trainer(model, optimizer, listeners)) {
            for (int step = 0; step < STEPS; step++) {
                step(random, trainer, block, manager, step == 0);
            }
            return Models.weights(model);
        }
    }

    private static Map<String, float[]> trainTwo(int seed, Optimizer one, Optimizer other) {
        Random random = new Random(seed);
        Block shared = Linear.builder().setUnits(4).build();
        TwoHeads first = new TwoHeads(shared);
        TwoHeads second = new TwoHeads(shared);
        try (Model left = Models.model(first, 1);
                NDManager manager = NDManager.newBaseManager();
                Trainer trainer = trainer(left, one, listeners(one));
                Model right = Models.model(second, 2);
                Trainer another = trainer(right, other, listeners(other))) {
            for (int step = 0; step < STEPS; step++) {
                boolean turn = random.nextBoolean();
                step(random, turn ? trainer : another, turn ? first : second, manager, step < 10);
            }
            Map<String, float[]> weights = Models.weights(left);
            Models.weights(right).forEach((name, values) -> weights.put("right " + name, values));
            return weights;
        }
    }

    private static TrainingListener[] listeners(Optimizer optimizer) {
        return optimizer instanceof ControlledOptimizer controlled ? controlled.listeners() : new TrainingListener[0];
    }

    private static Trainer trainer(Model model, Optimizer optimizer, TrainingListener... listeners) {
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(optimizer)
                .addTrainingListeners(listeners));
        trainer.initialize(new Shape(3, 5));
        return trainer;
    }

    private static void step(Random random, Trainer trainer, TwoHeads block, NDManager manager, boolean whole) {
        List<Parameter> parameters = block.getParameters().values();
        block.used = whole ? 2 : random.nextInt(3);
        for (Parameter parameter : parameters) {
            parameter.freeze(!whole && random.nextInt(3) == 0);
        }
        parameters.get(2 + 2 * Math.min(1, block.used)).freeze(false); // something is left to go backward to
        int passes = 1 + random.nextInt(3);
        for (int pass = 0; pass < passes; pass++) {
            try (NDManager scope = manager.newSubManager();
                    GradientCollector collector = trainer.newGradientCollector()) {
                NDArray features = scope.create(noise(random, 15), new Shape(3, 5));
                NDArray labels = scope.create(noise(random, 6), new Shape(3, 2));
                NDList output = trainer.forward(new NDList(features));
                collector.backward(trainer.getLoss().evaluate(new NDList(labels), output));
            }
        }
        trainer.step();
    }

    private static float[] noise(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
