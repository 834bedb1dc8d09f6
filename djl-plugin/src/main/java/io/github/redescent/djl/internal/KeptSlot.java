package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Copies of a model's state: weights by path, and each parameter's optimizer where that was asked for. Owns native
 * memory until closed.
 *
 * @param weights one array per path; empty where weights were not kept
 * @param optimizers by path, for parameters that an optimizer moves; empty where optimizers were not kept
 */
record KeptSlot(Map<String, NDArray> weights, Map<String, KeptOptimizer> optimizers) implements AutoCloseable {
    KeptSlot() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    @Override
    public void close() {
        weights.values().forEach(NDArray::close);
        optimizers.values().forEach(KeptOptimizer::close);
    }
}
