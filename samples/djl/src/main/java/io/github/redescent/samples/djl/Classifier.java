package io.github.redescent.samples.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.EpochTrainingListener;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.loss.Loss;
import io.github.redescent.djl.ControlledOptimizer;

/** A small convolutional classifier of images of 28 x 28. */
public final class Classifier {
    private Classifier() {}

    /** Returns it untrained; trainer.initialize draws its weights, by the seed set here. */
    static Model build(long seed, int classes) {
        Engine.getInstance().setRandomSeed(Math.toIntExact(seed));
        Model model = Model.newInstance("digits", Device.cpu());
        model.setBlock(block(classes));
        return model;
    }

    /** Returns the layers: two convolutions, a dense layer, the classes. */
    public static SequentialBlock block(int classes) {
        return new SequentialBlock()
                .add(convolution(8))
                .add(Activation::relu)
                .add(convolution(16))
                .add(Activation::relu)
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(64).build())
                .add(Activation::relu)
                .add(head(classes));
    }

    /** Returns a trainer whose model has weights. */
    static Trainer trainer(Model model, ControlledOptimizer optimizer) {
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(optimizer)
                .optDevices(new Device[] {Device.cpu()})
                .addEvaluator(new Accuracy())
                .addTrainingListeners(new EpochTrainingListener(), new EvaluatorTrainingListener())
                .addTrainingListeners(optimizer.listeners()));
        trainer.initialize(new Shape(1, 1, 28, 28));
        return trainer;
    }

    /** Returns the last layer alone. */
    static Linear head(int classes) {
        return Linear.builder().setUnits(classes).build();
    }

    private static Conv2d convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(5, 5))
                .optStride(new Shape(2, 2))
                .setFilters(filters)
                .build();
    }
}
