package io.github.redescent.djl.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Room for copies of one plan's tensors, used again from step to step: fresh memory costs more than copying into it.
 * Owns native memory until closed; it can be used again then.
 */
final class Scratch implements AutoCloseable {
    private final Program program;
    private final Map<What, TensorList> copies = new EnumMap<>(What.class);
    private @Nullable Plan plan;

    /** What is copied. */
    enum What {
        /** Weights before the update. */
        WEIGHTS,
        /** Gradients before clipping. */
        GRADIENTS
    }

    Scratch(Program program) {
        this.program = program;
    }

    /** Returns a copy, which is overwritten by the next of its kind; do not close it. */
    TensorList copy(What what, Plan current, TensorList source) {
        if (plan != current) {
            close();
            plan = current;
        }
        TensorList copy = copies.get(what);
        if (copy == null) {
            copy = program.tensors("copies", source);
            copies.put(what, copy);
        } else {
            program.run("assign", List.of(copy, source));
        }
        return copy;
    }

    @Override
    public void close() {
        copies.values().forEach(TensorList::close);
        copies.clear();
        plan = null;
    }
}
