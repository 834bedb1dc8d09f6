package io.github.redescent.policy;

import io.github.redescent.trend.Series;

/**
 * What {@link GreedyRate} remembers.
 *
 * @param reading how far the reading of the loss is
 * @param smoothed the newest values
 * @param best the best running mean so far
 * @param good running means in a row that were an improvement
 * @param bad running means in a row that were none
 * @param pausing values yet to come that count for nothing
 * @param factor the rate factor in force
 * @param untilReset reductions that may yet come to nothing
 */
record GreedyState(
        LossReading reading,
        Series smoothed,
        double best,
        int good,
        int bad,
        int pausing,
        double factor,
        int untilReset) {

    static GreedyState starting(LossReading reading, GreedyRate policy) {
        return new GreedyState(reading, Series.of(), policy.improvement().worst(), 0, 0, 0, 1, policy.resetAfter());
    }

    /** Returns this for other weights: what was seen on the former ones counts for nothing. */
    GreedyState forgetting(long step, GreedyRate policy) {
        return starting(reading.restartedAfter(step), policy).withFactor(factor, untilReset);
    }

    GreedyState reading(LossReading next) {
        return next.equals(reading)
                ? this
                : new GreedyState(next, smoothed, best, good, bad, pausing, factor, untilReset);
    }

    GreedyState smooth(double value, int window) {
        return new GreedyState(reading, smoothed.append(value, window), best, good, bad, pausing, factor, untilReset);
    }

    /** Returns this with values to come left out. */
    GreedyState pausing(int values) {
        return new GreedyState(reading, smoothed, best, 0, 0, values, factor, untilReset);
    }

    /** Returns this after one more running mean. */
    GreedyState count(Improvement improvement) {
        double value = smoothed.mean();
        return improvement.holds(value, best)
                ? new GreedyState(reading, smoothed, value, good + 1, 0, 0, factor, untilReset)
                : new GreedyState(reading, smoothed, best, 0, bad + 1, 0, factor, untilReset);
    }

    GreedyState withFactor(double next, int reductions) {
        return new GreedyState(reading, smoothed, best, good, bad, pausing, next, reductions);
    }
}
