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

/** A small convolutional classifier of digits. */
final class Classifier {
    private Classifier() {}

    /** Returns it untrained; trainer.initialize draws its weights, by the seed set here. */
    static Model build(long seed) {
        SequentialBlock block = new SequentialBlock()
                .add(convolution(8))
                .add(Activation::relu)
                .add(convolution(16))
                .add(Activation::relu)
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(64).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(10).build());
        Engine.getInstance().setRandomSeed(Math.toIntExact(seed));
        Model model = Model.newInstance("digits", Device.cpu());
        model.setBlock(block);
        return model;
    }

    private static Conv2d convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(5, 5))
                .optStride(new Shape(2, 2))
                .setFilters(filters)
                .build();
    }
}
