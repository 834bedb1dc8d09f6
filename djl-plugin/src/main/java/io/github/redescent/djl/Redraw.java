package io.github.redescent.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Draws a weight anew with its own initialiser. DJL has one random generator per process and no way to read it: a
 * redraw leaves it where the draw ended, the same in every run.
 */
final class Redraw {
    private Redraw() {}

    /** Returns new values; they depend on the seed and the path alone, not on what else is drawn. */
    static NDArray of(TrainedParameter parameter, long seed, NDManager owner) {
        NDArray weight = parameter.weight();
        Engine.getEngine("PyTorch").setRandomSeed(seedOf(parameter.path(), seed));
        return parameter.parameter().getInitializer().initialize(owner, weight.getShape(), weight.getDataType());
    }

    private static int seedOf(String path, long seed) {
        return Long.hashCode(seed * 0x9E3779B97F4A7C15L + path.hashCode());
    }
}
