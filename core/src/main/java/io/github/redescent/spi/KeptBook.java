package io.github.redescent.spi;

import io.github.redescent.control.Part;
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

    ParameterBook of(int place) {
        return parameters.get(place);
    }
}
