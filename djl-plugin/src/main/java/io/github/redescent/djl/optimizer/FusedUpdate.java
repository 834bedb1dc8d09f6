package io.github.redescent.djl.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * One native call that updates many parameters of one rule, rate and clock. The lists that it takes are kept from step
 * to step, since making them costs as much as updating a small tensor. Owns native memory until it or its program is
 * closed.
 */
public final class FusedUpdate implements AutoCloseable {
    private final Program program;
    private final Rule rule;
    private final List<TensorList> inputs = new ArrayList<>();
    private final TensorList weights;

    /**
     * Lists the tensors.
     *
     * @param weights at least one, all of one type
     * @param states one list per weight, in the order of the rule's slots
     */
    public FusedUpdate(Program program, Rule rule, List<NDArray> weights, List<List<NDArray>> states) {
        this.program = program;
        this.rule = rule;
        this.weights = program.list(weights);
        inputs.add(this.weights);
        inputs.add(program.list(List.of()));
        for (int slot = 0; slot < rule.slots().size(); slot++) {
            int place = slot;
            inputs.add(
                    program.list(states.stream().map(state -> state.get(place)).toList()));
        }
    }

    /** Returns the weights. */
    public TensorList weights() {
        return weights;
    }

    /**
     * Updates all by the gradients that a backward pass has left with them, and leaves those at zero.
     *
     * @param rate learning rate of this update
     * @param first updates since the first moments were reset, this one included
     * @param second likewise for the second moments
     */
    public void run(double rate, long first, long second) {
        program.run(rule.method(), inputs, rule.numbers().at(rate, first, second));
    }

    /** Updates by other gradients, which stay as they are; otherwise as {@link #run(double, long, long)}. */
    void run(TensorList gradients, double rate, long first, long second) {
        List<TensorList> given = new ArrayList<>(inputs);
        given.set(1, gradients);
        program.run(rule.method(), given, rule.numbers().at(rate, first, second));
    }

    @Override
    public void close() {
        if (program.isOpen()) {
            inputs.forEach(program::drop);
        }
    }
}
