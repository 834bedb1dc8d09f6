package io.github.redescent.region;

import io.github.redescent.trend.MannKendall;
import io.github.redescent.trend.Series;
import io.github.redescent.trend.TheilSen;

/**
 * What the block means of some stretch say about where the loss is going.
 *
 * @param steps the length of the stretch
 * @param probability of so clear a decrease without a trend, by Mann and Kendall
 * @param promised decrease over the next window that the data still allow, by Theil and Sen's confidence bound
 */
public record Trend(long steps, double probability, double promised) {
    /** Returns whether means decrease significantly. */
    static boolean decreases(Series means, Thresholds limits) {
        return MannKendall.of(means).decreaseProbability() < limits.significance();
    }

    /**
     * Returns whether means rule out a decrease of so much per element. Sen's confidence bound inverts Kendall's test:
     * the bound on the slope lies above −d exactly if the means plus a line of slope d increase significantly. Asking
     * the test costs a tenth of sorting all slopes.
     */
    static boolean rulesOut(double decrease, Series means, Thresholds limits) {
        return MannKendall.of(means.plusLine(decrease)).increaseProbability() < limits.significance();
    }

    /** Describes a stretch of means, each of so many steps. */
    static Trend of(Series means, long stepsPerMean, Lengths lengths, Thresholds limits) {
        double perWindow = (double) lengths.window() / stepsPerMean;
        return new Trend(
                means.size() * stepsPerMean,
                MannKendall.of(means).decreaseProbability(),
                -TheilSen.of(means, limits.significance()).lower() * perWindow);
    }
}
