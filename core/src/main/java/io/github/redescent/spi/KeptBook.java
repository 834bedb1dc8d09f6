package io.github.redescent.spi;

import io.github.redescent.control.Part;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a slot holds, but for the tensors.
 *
 * @param parts what was kept
 * @param step updates made then
 * @param parameters the books then, in table order; empty where optimizers were not kept
 */
public record KeptBook(Set<Part> parts, long step, List<ParameterBook> parameters) {
    /** Copies the collections. */
    public KeptBook {
        parts = Set.copyOf(parts);
        parameters = List.copyOf(parameters);
    }

    static KeptBook of(Set<Part> parts, long step, List<ParameterBook> books) {
        return new KeptBook(parts, step, parts.contains(Part.OPTIMIZER_AND_CLOCKS) ? books : List.of());
    }

    KeptBook withRate(int place, OptimizerSpec of, LearningRate rate) {
        if (parameters.isEmpty()) {
            return this;
        }
        List<ParameterBook> changed = new ArrayList<>(parameters);
        changed.set(place, changed.get(place).withRate(of, rate));
        return new KeptBook(parts, step, changed);
    }

    ParameterBook of(int place) {
        return parameters.get(place);
    }
}
