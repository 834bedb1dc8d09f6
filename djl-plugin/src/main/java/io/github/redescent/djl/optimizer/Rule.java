package io.github.redescent.djl.internal;

import io.github.redescent.optimizer.OptimizerSpec;
import java.util.List;

/**
 * How the program carries out one optimizer.
 *
 * @param method the program's method, which takes weights, gradients and one list per slot, then numbers
 * @param slots its state, in the method's order
 * @param numbers the numbers it takes for one update
 */
public record Rule(String method, List<Slot> slots, Numbers numbers) {
    /**
     * Translates a spec.
     *
     * @throws io.github.redescent.control.UnsupportedByBackendException if DJL cannot carry it out
     */
    static Rule of(OptimizerSpec spec) {
        return spec.match(new Rules());
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
