package io.github.redescent.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.optimizer.Optimizer;
import io.github.redescent.djl.ControlledOptimizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One optimizer on one model, with gradients at hand. */
final class DjlContender implements AutoCloseable {
    private final Model model;
    private final Trainer trainer;
    private final NDArray features;
    private final NDArray labels;

    DjlContender(DjlShape shape, Optimizer optimizer) {
        Stream<TrainingListener> listeners = optimizer instanceof ControlledOptimizer controlled
                ? Stream.of(controlled.listeners())
                : Stream.empty();
        model = shape.model();
        trainer = shape.trainer(model, optimizer, listeners);
        features = trainer.getManager().randomNormal(shape.input());
        labels = trainer.getManager().zeros(new Shape(shape.batch()));
        forwardAndBackward();
    }

    /** Returns the milliseconds of an optimizer's step on the gradients there are, zeros from the second on. */
    double optimizerStep() {
        return Timing.millis(trainer::step);
    }

    /** Returns the milliseconds of a whole step. */
    double trainingStep() {
        return Timing.millis(() -> {
            forwardAndBackward();
            trainer.step();
        });
    }

    private void forwardAndBackward() {
        // Whatever a step makes belongs to its batch's manager, as in EasyTrain, and goes with it.
        try (NDManager batch = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            NDArray input = features.duplicate();
            input.attach(batch);
            NDList output = trainer.forward(new NDList(input));
            collector.backward(trainer.getLoss().evaluate(new NDList(labels), output));
            // A loop of one's own must tell listeners of the batch, if a recipe is to see its loss.
            Device device = trainer.getDevices()[0];
            BatchData seen = new BatchData(
                    null,
                    new ConcurrentHashMap<>(Map.of(device, new NDList(labels))),
                    new ConcurrentHashMap<>(Map.of(device, output)));
            trainer.notifyListeners(listener -> listener.onTrainingBatch(trainer, seen));
        }
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
