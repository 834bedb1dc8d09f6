package io.github.redescent.policy;

import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;

/**
 * How high a window of losses is.
 *
 * @param losses the window; infinite where a loss was no number
 * @param loss their median
 * @param deviation robust standard deviation of one loss
 */
record Level(Series losses, double loss, double deviation) {
    /** Standard error of the median of normal numbers, in units of that of their mean. */
    private static final double MEDIAN_ERROR = 1.2533;

    /** Newest losses that must all be worse to show that a run has just broken. */
    private static final int NEWEST = 4;

    /** Deviations from which on a loss counts as exploded, if it is far above the first loss as well. */
    private static final double EXPLODED = 20;

    static Level of(Series losses) {
        double median = losses.median();
        return new Level(losses, median, Double.isFinite(median) ? Spread.of(losses) : Double.POSITIVE_INFINITY);
    }

    double error() {
        return MEDIAN_ERROR * deviation / Math.sqrt(losses.size());
    }

    /** Returns the deviation of one loss near a level: losses that explode say nothing about it. */
    double spread(double level) {
        return level == 0 ? deviation : Math.min(deviation, Math.abs(level));
    }

    /** Returns whether a loss of the window is no number, or of another kind than the others and than the first. */
    boolean holdsExploded(double first) {
        double bound = Math.max(loss + EXPLODED * deviation, first + Math.abs(first));
        return losses.countAbove(bound) > 0 || !Double.isFinite(loss);
    }

    /** Returns whether the newest loss is no number, or the last few are all above a bound. */
    boolean justBroke(double bound) {
        int size = losses.size();
        if (losses.get(size - 1) == Double.POSITIVE_INFINITY) {
            return true;
        }
        return size >= NEWEST && losses.last(NEWEST).countAbove(bound) == NEWEST;
    }
}
