package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import java.util.OptionalDouble;

/**
 * A mean of losses, computed anew from labels and predictions: the trainer's own accumulators depend on the order of
 * listeners and turn to NaN for good.
 */
final class Losses {
    private double sum;
    private double weight;

    /** Adds a batch's loss, NaN included. */
    void add(Trainer trainer, BatchData batch, double examples) {
        NDList labels = batch.getLabels().values().iterator().next();
        NDList predictions = batch.getPredictions().values().iterator().next();
        try (NDArray loss = trainer.getLoss().evaluate(labels, predictions);
                NDArray total = loss.sum()) {
            sum += total.getFloat() * examples;
            weight += examples;
        }
    }

    /** Returns the mean since the last call, empty if nothing was added, and starts anew. */
    OptionalDouble take() {
        OptionalDouble mean = weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weight);
        sum = 0;
        weight = 0;
        return mean;
    }
}
