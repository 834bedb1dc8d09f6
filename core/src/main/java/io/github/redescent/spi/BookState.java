package io.github.redescent.spi;

import java.util.List;
import java.util.Map;

/**
 * Books as they are saved.
 *
 * @param parameters one per parameter, in table order
 * @param slots what is kept, by slot
 */
public record BookState(List<ParameterBook> parameters, Map<String, KeptBook> slots) {
    /** Copies the collections. */
    public BookState {
        parameters = List.copyOf(parameters);
        slots = Map.copyOf(slots);
    }
}
