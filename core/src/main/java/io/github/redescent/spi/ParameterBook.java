package io.github.redescent.spi;

import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;

/**
 * All that is known of one parameter in training, but for its tensors. Immutable.
 *
 * @param info path, kind, shape, and the group and freezing of the moment
 * @param first which optimizer it started with
 * @param now which optimizer it has
 * @param firstMomentBegan the run's step at which its first moment, and that moment's bias correction, began: the
 *     update that follows step s is local step s + 1 − began
 * @param secondMomentBegan likewise for the second moment
 * @param lasting product of the lasting rate factors
 * @param passing product of the passing rate factors
 */
public record ParameterBook(
        ParameterInfo info,
        Assignment first,
        Assignment now,
        long firstMomentBegan,
        long secondMomentBegan,
        double lasting,
        double passing) {

    /** Returns the book of a parameter that nobody has decided anything about. */
    static ParameterBook untouched(ParameterInfo info, Assignment host) {
        return new ParameterBook(info, host, host, 0, 0, 1, 1);
    }

    /** Returns the parameter's path. */
    public String path() {
        return info.path();
    }

    /** Returns the product of all rate factors. */
    public double factor() {
        return lasting * passing;
    }

    /** Returns whether nothing was decided about its updates: the host's own way is right for it. */
    public boolean untouched() {
        return now.equals(first)
                && first.since() == 0
                && first.sinceEpoch() == 0
                && firstMomentBegan == 0
                && secondMomentBegan == 0
                && factor() == 1;
    }

    ParameterBook as(ParameterInfo changed) {
        return new ParameterBook(changed, first, now, firstMomentBegan, secondMomentBegan, lasting, passing);
    }

    /** Returns this with another optimizer, whose moments begin at a step. */
    ParameterBook with(Assignment next, long step) {
        return new ParameterBook(info, first, next, step, step, lasting, passing);
    }

    /** Returns this with an optimizer to start with. */
    ParameterBook startingWith(Assignment start, long step) {
        return new ParameterBook(info, start, start, step, step, lasting, passing);
    }

    ParameterBook withRate(OptimizerSpec of, LearningRate rate) {
        return new ParameterBook(
                info,
                first.withRate(of, rate),
                now.withRate(of, rate),
                firstMomentBegan,
                secondMomentBegan,
                lasting,
                passing);
    }

    ParameterBook withFirst(Assignment other) {
        return new ParameterBook(info, other, now, firstMomentBegan, secondMomentBegan, lasting, passing);
    }

    ParameterBook withClocks(long firstBegan, long secondBegan) {
        return new ParameterBook(info, first, now, firstBegan, secondBegan, lasting, passing);
    }

    ParameterBook withFactor(double product, Span span) {
        return span == Span.LASTING
                ? new ParameterBook(info, first, now, firstMomentBegan, secondMomentBegan, product, passing)
                : new ParameterBook(info, first, now, firstMomentBegan, secondMomentBegan, lasting, product);
    }

    /** Returns this with its present schedule, and the first one, begun anew. */
    ParameterBook withScheduleRestarted(long step, int epoch) {
        return new ParameterBook(
                info,
                first.restarted(step, epoch),
                now.restarted(step, epoch),
                firstMomentBegan,
                secondMomentBegan,
                lasting,
                passing);
    }

    /** Returns this after a reset at a step: what the mode forgets begins there. */
    ParameterBook reset(ResetMode mode, long step) {
        return withClocks(
                mode.restartsFirstClock() ? step : firstMomentBegan,
                mode.restartsSecondClock() ? step : secondMomentBegan);
    }
}
