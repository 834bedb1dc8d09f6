package io.github.redescent.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.translate.Batchifier;
import ai.djl.util.PairList;

/** One weight that a real trainer moves along given gradients: the loss is their dot product with it. */
public final class Slope implements AutoCloseable {
    private final Model model = Model.newInstance("slope", Device.cpu());
    private final NDManager manager = NDManager.newBaseManager();
    private final Line line;
    private final Trainer trainer;

    private static final class Line extends AbstractBlock {
        private final Parameter weight;

        Line(NDArray initial) {
            weight = addParameter(Parameter.builder()
                    .setName("weight")
                    .setType(Parameter.Type.WEIGHT)
                    .optArray(initial)
                    .build());
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            NDArray array = store.getValue(weight, inputs.get(0).getDevice(), training);
            return new NDList(inputs.get(0).mul(array));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }

    private static final class Sum extends Loss {
        Sum() {
            super("sum");
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            return predictions.singletonOrThrow().sum();
        }
    }

    /** Starts at a place. */
    public Slope(ControlledOptimizer optimizer, float... initial) {
        line = new Line(manager.create(initial));
        model.setBlock(line);
        trainer = model.newTrainer(new DefaultTrainingConfig(new Sum())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(optimizer)
                .addTrainingListeners(optimizer.listeners()));
        trainer.initialize(new Shape(1, initial.length));
    }

    /** Makes one update along a gradient. */
    public void step(float... gradient) {
        NDManager scope = NDManager.newBaseManager();
        NDList data = new NDList(scope.create(gradient, new Shape(1, gradient.length)));
        NDList labels = new NDList(scope.zeros(new Shape(1)));
        try (Batch batch = new Batch(scope, data, labels, 1, Batchifier.STACK, Batchifier.STACK, 0, 0)) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        }
    }

    /** Returns where it is. */
    public float[] weight() {
        return line.weight.getArray().toFloatArray();
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
        manager.close();
    }
}
