package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.util.PairList;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OddParametersTest {
    /** A block with one parameter that is given as an array, and one that no forward pass touches. */
    private static final class Odd extends AbstractBlock {
        private final Parameter used;
        private final Parameter unused;

        Odd(NDArray weight) {
            used = addParameter(Parameter.builder()
                    .setName("used")
                    .setType(Parameter.Type.OTHER)
                    .optArray(weight)
                    .build());
            unused = addParameter(Parameter.builder()
                    .setName("unused")
                    .setType(Parameter.Type.WEIGHT)
                    .optArray(weight.getManager().ones(new Shape(2)))
                    .build());
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            NDArray weight = store.getValue(used, inputs.get(0).getDevice(), training);
            store.getValue(unused, inputs.get(0).getDevice(), training);
            return new NDList(inputs.get(0).mul(weight));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }

    @Test
    void aScalarIsTrained() throws Exception {
        assertThat(trainOdd(manager -> manager.create(1f), manager -> manager.create(new float[] {2, 2})))
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(1f - 3 * 0.1f);
    }

    @Test
    void aTransposedWeightIsTrainedInPlace() throws Exception {
        Function<NDManager, NDArray> transposed =
                manager -> manager.arange(6f).reshape(2, 3).transpose();
        Function<NDManager, NDArray> input = manager -> manager.ones(new Shape(3, 2));

        assertThat(trainOdd(transposed, input))
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(-0.3f, 2.7f, 0.7f, 3.7f, 1.7f, 4.7f);
    }

    /** Three steps of Adam at rate 0.1 along a constant gradient: each is 0.1 long. */
    private static float[] trainOdd(Function<NDManager, NDArray> weight, Function<NDManager, NDArray> input)
            throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Odd block = new Odd(weight.apply(manager));
            ControlledOptimizer optimizer =
                    ControlledOptimizer.of(OptimizerSpec.adam(0.1).withWeightDecay(0));
            try (Model model = Models.model(block, 1);
                    Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
                for (int i = 0; i < 3; i++) {
                    try (GradientCollector collector = trainer.newGradientCollector()) {
                        NDArray output = trainer.forward(new NDList(input.apply(manager)))
                                .singletonOrThrow();
                        collector.backward(output.sum());
                    }
                    trainer.step();
                }
                assertThat(block.unused.getArray().toFloatArray())
                        .as("no gradient reaches it")
                        .containsExactly(1, 1);
                assertThat(optimizer.describe()).contains("used", "Adam");
                return block.used.getArray().toFloatArray();
            }
        }
    }

    @Test
    void aSharedBlockIsUpdatedOncePerStep() throws Exception {
        Linear shared = Linear.builder().setUnits(8).build();
        SequentialBlock block =
                new SequentialBlock().add(shared).add(Activation::relu).add(shared);
        ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(0.1));
        try (Model model = Models.model(block, 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Map<String, float[]> before = Models.weights(model);

            Models.steps(trainer, 1);

            // Adam's first step is the rate, whatever the gradient.
            assertThat(Models.difference(before, Models.weights(model))).isCloseTo(0.1, within(1e-4));
        }
    }

    @Test
    void frozenParametersStayAndAreTrainedOnceTheyAreUnfrozen() throws Exception {
        ControlledOptimizer optimizer =
                ControlledOptimizer.of(OptimizerSpec.adamW(1e-3).withWeightDecay(0));
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Parameter first = model.getBlock().getParameters().get(0).getValue();
            Models.steps(trainer, 20);
            first.freeze(true);
            float[] frozen = first.getArray().toFloatArray();
            Models.steps(trainer, 20);
            assertThat(first.getArray().toFloatArray()).isEqualTo(frozen);

            first.freeze(false);
            Models.steps(trainer, 1);

            assertThat(first.getArray().toFloatArray()).isNotEqualTo(frozen);
        }
    }

    @Test
    void aParameterUnfrozenLateStartsWithItsOwnClock() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-3));
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Parameter first = model.getBlock().getParameters().get(0).getValue();
            first.freeze(true);
            Models.steps(trainer, 1_000);
            first.freeze(false);
            Map<String, float[]> before = Models.weights(model);

            Models.steps(trainer, 1);

            // The first step of Adam is the rate, to its epsilon; with the others' clock it would be 1.8 times that.
            before.keySet().removeIf(path -> !path.equals("01Linear_weight"));
            assertThat(Models.difference(before, Models.weights(model))).isCloseTo(1e-3, within(1e-5));
        }
    }

    @Test
    void trainingOnAnotherThreadIsTheSame() throws Exception {
        float[] here = new float[1];
        float[] there = new float[1];
        Thread thread = new Thread(() -> there[0] = lastWeight());

        here[0] = lastWeight();
        thread.start();
        thread.join();

        assertThat(there).isEqualTo(here);
    }

    private static float lastWeight() {
        ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-2));
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Models.steps(trainer, 5);
            return model.getBlock().getParameters().get(0).getValue().getArray().toFloatArray()[0];
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void doublePrecisionIsKept() {
        try (NDManager manager = NDManager.newBaseManager()) {
            ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(0.1));
            NDArray weight = manager.ones(new Shape(3), DataType.FLOAT64);
            NDArray gradient = manager.ones(new Shape(3), DataType.FLOAT64);

            optimizer.update("w", weight, gradient);
            optimizer.close();

            assertThat(weight.getDataType()).isEqualTo(DataType.FLOAT64);
            assertThat(weight.toDoubleArray()[0]).isCloseTo(0.9, within(1e-8));
        }
    }
}
