package io.github.redescent.djl.internal;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/**
 * Draws a weight anew with its own initialiser, in place. DJL has one random generator per process and no way to read
 * it: a redraw leaves it where the draw ended, the same in every run.
 */
final class Redraw {
    private Redraw() {}

    /** Draws one parameter; its values depend on the seed and its path alone, not on what else is drawn. */
    static void draw(Training training, String path, long seed) {
        Parameter parameter = training.model().parameter(path);
        NDArray weight = parameter.getArray();
        Engine.getEngine("PyTorch").setRandomSeed(seedOf(path, seed));
        try (NDArray drawn = parameter
                .getInitializer()
                .initialize(training.program().manager(), weight.getShape(), weight.getDataType())) {
            training.write(path, drawn);
        }
    }

    private static int seedOf(String path, long seed) {
        return Long.hashCode(seed * 0x9E3779B97F4A7C15L + path.hashCode());
    }
}
