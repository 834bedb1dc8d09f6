package io.github.redescent.samples.snippets;

import ai.djl.Model;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.dataset.ArrayDataset;
import java.util.List;

/** A tiny residual net on 3×8×8 images, in ten classes, whose blocks stand where the docs say. */
final class DjlNets {
    /** A batch's images. */
    static final Shape INPUT = new Shape(4, 3, 8, 8);

    private DjlNets() {}

    static ArrayDataset data(NDManager manager) {
        return new ArrayDataset.Builder()
                .setData(manager.randomNormal(new Shape(8, 3, 8, 8)))
                .optLabels(manager.arange(8f))
                .setSampling(4, false)
                .build();
    }

    static Model residual() {
        SequentialBlock branch =
                new SequentialBlock().add(conv()).add(BatchNorm.builder().build());
        Model model = Model.newInstance("residual");
        model.setBlock(new SequentialBlock()
                .add(conv())
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(new ParallelBlock(
                        outputs -> new NDList(NDArrays.add(
                                outputs.get(0).singletonOrThrow(),
                                outputs.get(1).singletonOrThrow())),
                        List.of(branch, Blocks.identityBlock())))
                .add(Activation::relu)
                .add(Pool.globalAvgPool2dBlock())
                .add(Linear.builder().setUnits(10).build()));
        return model;
    }

    private static Conv2d conv() {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .setFilters(8)
                .optPadding(new Shape(1, 1))
                .build();
    }
}
