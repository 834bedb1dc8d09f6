package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDList;
import java.util.Optional;

/**
 * A copy of one parameter's optimizer. Owns native memory until closed.
 *
 * @param assignment which one it was
 * @param clocks updates since the resets
 * @param state its tensors, in the order of the rule's slots; empty if it was brand-new
 */
record KeptOptimizer(Assignment assignment, Clocks clocks, Optional<NDList> state) implements AutoCloseable {
    /** Returns how the program carries it out. */
    Rule rule() {
        return Rule.of(assignment.optimizer());
    }

    @Override
    public void close() {
        state.ifPresent(NDList::close);
    }
}
