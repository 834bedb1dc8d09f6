package io.github.redescent.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Optimizer;
import io.github.redescent.djl.ControlledOptimizer;
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
        labels = trainer.getManager().zeros(new Shape(DjlShape.BATCH));
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
        try (GradientCollector collector = trainer.newGradientCollector();
                NDList output = trainer.forward(new NDList(features));
                NDArray loss = trainer.getLoss().evaluate(new NDList(labels), output)) {
            collector.backward(loss);
        }
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
