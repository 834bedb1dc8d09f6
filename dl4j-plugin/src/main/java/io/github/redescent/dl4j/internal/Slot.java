package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Part;
import io.github.redescent.dl4j.ControlledUpdater;
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
 * @param trainers what trained each parameter, by path; empty where it was not kept
 */
public record Slot(Set<Part> parts, INDArray weights, Map<Long, List<INDArray>> state, Map<String, Trainer> trainers) {

    /**
     * What trained a parameter.
     *
     * @param updater a copy, with rule and schedule
     * @param firstMomentSteps updates since its first moment's correction started
     * @param secondMomentSteps of the second
     */
    public record Trainer(ControlledUpdater updater, int firstMomentSteps, int secondMomentSteps) {}

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
