package com.example;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.dataset.ArrayDataset;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Three clouds of points, and a small net. */
final class Clouds {
    static final Shape BATCH = new Shape(16, 4);

    private Clouds() {}

    static Model model() {
        Model model = Model.newInstance("clouds");
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(3).build()));
        return model;
    }

    static ArrayDataset data(NDManager manager) {
        float[] points = new float[96 * 4];
        float[] labels = new float[96];
        for (int i = 0; i < 96; i++) {
            labels[i] = i % 3;
            for (int j = 0; j < 4; j++) {
                points[4 * i + j] = (float) Math.sin(37 * i + 11 * j) + (j == i % 3 ? 2 : 0);
            }
        }
        NDArray features = manager.create(points, new Shape(96, 4));
        return new ArrayDataset.Builder()
                .setData(features)
                .optLabels(manager.create(labels).toType(DataType.FLOAT32, false))
                .setSampling(16, false)
                .build();
    }

    /** The weights, block by block. */
    static byte[] weights(Model model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Parameter parameter : model.getBlock().getParameters().values()) {
                for (float weight : parameter.getArray().toFloatArray()) {
                    out.writeFloat(weight);
                }
            }
        }
        return bytes.toByteArray();
    }
}
