package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Copies of a model's state: weights by path, and each trained parameter's optimizer state where that was asked for.
 * Owns native memory until closed.
 *
 * @param weights one array per path
 * @param states one list per path of a parameter that had a state; empty where optimizer state was not kept
 * @param clocks as states
 * @param holdsWeights whether weights were kept
 * @param holdsOptimizer whether optimizer state was kept; a path without a state then had a brand-new one
 */
record KeptSlot(
        Map<String, NDArray> weights,
        Map<String, NDList> states,
        Map<String, Clocks> clocks,
        boolean holdsWeights,
        boolean holdsOptimizer)
        implements AutoCloseable {
    KeptSlot(boolean holdsWeights, boolean holdsOptimizer) {
        this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), holdsWeights, holdsOptimizer);
    }

    @Override
    public void close() {
        weights.values().forEach(NDArray::close);
        states.values().forEach(NDList::close);
    }
}
