package io.github.redescent.djl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongFunction;

/**
 * How the program carries out one optimizer.
 *
 * @param method the program's method, which takes weights, gradients and one list per slot, then numbers
 * @param slots its state, in the method's order
 * @param numbers the numbers it takes for one update
 * @param meanScale what the first slot is multiplied by to be the running mean of gradients, by the updates since it
 *     was reset; empty where it is none
 */
public record Rule(String method, List<Slot> slots, Numbers numbers, LongFunction<OptionalDouble> meanScale) {
    /**
     * Translates a spec.
     *
     * @throws IllegalArgumentException if it is a host's own
     */
    public static Rule of(OptimizerSpec spec) {
        return spec.match(new Rules());
    }

    /** Returns the state of a brand-new optimizer, one array per slot, owned by a manager. */
    public List<NDArray> freshState(NDArray weight, NDManager owner) {
        return slots.stream()
                .map(slot -> slot.start() == 0
                        ? owner.zeros(weight.getShape(), weight.getDataType(), weight.getDevice())
                        : owner.full(weight.getShape(), (float) slot.start(), weight.getDataType()))
                .toList();
    }

    /** The numbers of one update, in the method's order. */
    @FunctionalInterface
    public interface Numbers {
        /**
         * Returns them.
         *
         * @param rate learning rate
         * @param first updates since the first moment was reset, this one included
         * @param second updates since the second moment was reset, this one included
         */
        double[] at(double rate, long first, long second);
    }
}
