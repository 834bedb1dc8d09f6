package io.github.redescent.djl.internal;

import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.Scaled;
import java.util.OptionalDouble;

/**
 * Which optimizer a parameter has, without its state.
 *
 * @param optimizer the optimizer; its rate is the schedule in force, never a kept one
 * @param origin updates of the run when the schedule began
 */
record Assignment(OptimizerSpec optimizer, long origin) {
    /** Returns what follows when another optimizer takes over at a step; with a kept rate, this schedule goes on. */
    Assignment next(OptimizerSpec other, long step) {
        OptionalDouble share = other.rate().keptShare();
        return share.isPresent()
                ? new Assignment(other.withRate(scaled(optimizer.rate(), share.getAsDouble())), origin)
                : new Assignment(other, step);
    }

    /** Multiplies without piling up factors, however often optimizers change. */
    private static LearningRate scaled(LearningRate rate, double factor) {
        if (rate instanceof Scaled before) {
            return scaled(before.of(), before.factor() * factor);
        }
        return factor == 1 ? rate : rate.times(factor);
    }
}
