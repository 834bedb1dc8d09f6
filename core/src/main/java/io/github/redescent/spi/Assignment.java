package io.github.redescent.spi;

import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.Scaled;
import java.util.OptionalDouble;

/**
 * Which optimizer a parameter has, without its state.
 *
 * @param optimizer the optimizer
 * @param schedule its learning rate, never a {@link LearningRate#kept kept} one: where another's schedule goes on, it
 *     is that one
 * @param since updates of the run when the schedule began
 * @param sinceEpoch completed epochs then
 */
public record Assignment(OptimizerSpec optimizer, LearningRate schedule, long since, int sinceEpoch) {
    /** Returns the assignment of an optimizer that begins at a step. */
    static Assignment beginning(OptimizerSpec optimizer, long step, int epoch) {
        return new Assignment(optimizer, optimizer.rate(), step, epoch);
    }

    /** Returns what follows when another optimizer takes over; with a kept rate, this schedule goes on. */
    Assignment next(OptimizerSpec other, long step, int epoch) {
        OptionalDouble share = other.rate().keptShare();
        return share.isPresent()
                ? new Assignment(other, scaled(schedule, share.getAsDouble()), since, sinceEpoch)
                : beginning(other, step, epoch);
    }

    /** Returns this at another rate if it is the optimizer in question. */
    Assignment withRate(OptimizerSpec of, LearningRate rate) {
        return optimizer.equals(of) ? new Assignment(optimizer, rate, 0, 0) : this;
    }

    /** Returns this with its schedule begun anew. */
    Assignment restarted(long step, int epoch) {
        return new Assignment(optimizer, schedule, step, epoch);
    }

    /** Multiplies without piling up factors, however often optimizers change. */
    private static LearningRate scaled(LearningRate rate, double factor) {
        if (rate instanceof Scaled before) {
            return scaled(before.of(), before.factor() * factor);
        }
        return factor == 1 ? rate : rate.times(factor);
    }
}
