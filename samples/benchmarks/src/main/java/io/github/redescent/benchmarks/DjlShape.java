package io.github.redescent.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A perceptron to measure.
 *
 * @param name how the results call it
 * @param inputs features of an example
 * @param units of each layer, the classes last
 * @param batch examples per step
 */
record DjlShape(String name, long inputs, List<Integer> units, int batch) {
    /**
     * Of all contenders: so low that nothing is learnt. A net that has learnt its batch by heart has gradients, and an
     * optimizer moments, of denormal numbers, on which processors are ten times slower.
     */
    static final double RATE = 1e-8;

    /** Few examples, so that a step is mostly optimizer. */
    static final int FEW = 8;

    /** Returns few large tensors and many small ones, from a hundred thousand to fifty million parameters. */
    static List<DjlShape> all() {
        return List.of(
                new DjlShape("100k in 20", 100, Collections.nCopies(10, 100), FEW),
                new DjlShape("1M in 6", 784, List.of(1024, 256, 10), FEW),
                new DjlShape("1M in 120", 128, Collections.nCopies(60, 128), FEW),
                new DjlShape("10M in 8", 2048, List.of(2048, 2048, 1024, 10), FEW),
                new DjlShape("10M in 304", 256, Collections.nCopies(152, 256), FEW),
                new DjlShape("50M in 2", 7071, List.of(7071), FEW));
    }

    DjlShape withBatch(int examples) {
        return new DjlShape(name, inputs, units, examples);
    }

    Shape input() {
        return new Shape(batch, inputs);
    }

    long parameters() {
        long count = 0;
        long before = inputs;
        for (int width : units) {
            count += (before + 1) * width;
            before = width;
        }
        return count;
    }

    Model model() {
        SequentialBlock block = new SequentialBlock();
        for (int i = 0; i < units.size(); i++) {
            block.add(Linear.builder().setUnits(units.get(i)).build());
            if (i < units.size() - 1) {
                block.add(Activation::relu);
            }
        }
        Model model = Model.newInstance(name, Device.cpu());
        model.setBlock(block);
        return model;
    }

    Trainer trainer(Model model, Optimizer optimizer, Stream<TrainingListener> listeners) {
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(optimizer)
                .optDevices(new Device[] {Device.cpu()})
                .addTrainingListeners(listeners.toArray(TrainingListener[]::new)));
        trainer.initialize(input());
        return trainer;
    }
}
