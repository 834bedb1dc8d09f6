package io.github.redescent.samples.djl.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import io.github.redescent.samples.common.MiniLm;

/** Puts pretrained numbers into DJL's parameters. */
final class Weights {
    private Weights() {}

    static void load(Linear layer, MiniLm from, String name) {
        Parameter weight = layer.getParameters().get("weight");
        Shape shape = weight.getArray().getShape();
        set(weight, transposed(from.tensor(name + ".weight"), (int) shape.get(1), (int) shape.get(0)));
        set(layer.getParameters().get("bias"), from.tensor(name + ".bias"));
    }

    static void load(LayerNorm layer, MiniLm from, String name) {
        set(layer.getParameters().get("gamma"), from.tensor(name + ".weight"));
        set(layer.getParameters().get("beta"), from.tensor(name + ".bias"));
    }

    static void set(Parameter parameter, float[] values) {
        try (NDArray alias = parameter.getArray().stopGradient();
                NDArray source = alias.getManager().create(values, alias.getShape())) {
            alias.set(new NDIndex("..."), source);
        }
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] other = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                other[column * rows + row] = values[row * columns + column];
            }
        }
        return other;
    }
}
