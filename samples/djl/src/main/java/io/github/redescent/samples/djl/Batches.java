package io.github.redescent.samples.djl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import io.github.redescent.samples.common.Images;

/** Images as DJL's datasets. */
public final class Batches {
    private Batches() {}

    /** Returns images in batches, always in the same order. */
    public static ArrayDataset of(Images images, NDManager manager, int size) {
        float[] labels = new float[images.count()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = images.labels()[i];
        }
        return new ArrayDataset.Builder()
                .setData(manager.create(images.pixels(), new Shape(images.count(), 1, 28, 28)))
                .optLabels(manager.create(labels))
                .setSampling(size, false)
                .build();
    }
}
