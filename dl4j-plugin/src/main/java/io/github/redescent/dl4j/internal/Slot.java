package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a kept slot holds, outside any workspace.
 *
 * @param parts what was kept
 * @param weights all weights in a row; empty where they were not kept
 * @param state each parameter's optimizer slots, by its offset; empty where it was not kept
 * @param clocks each trained parameter's local steps, by path
 */
public record Slot(Set<Part> parts, INDArray weights, Map<Long, List<INDArray>> state, Map<String, LocalSteps> clocks) {

    /**
     * Updates since each correction started.
     *
     * @param firstMoment of the first moment
     * @param secondMoment of the second
     */
    public record LocalSteps(int firstMoment, int secondMoment) {}

    /** Returns the native bytes it takes. */
    public long bytes() {
        long numbers = weights.length()
                + state.values().stream()
                        .flatMap(List::stream)
                        .mapToLong(INDArray::length)
                        .sum();
        return numbers * weights.dataType().width();
    }
}
