package io.github.redescent.region;

import io.github.redescent.trend.MannKendall;
import io.github.redescent.trend.Series;

/** What the block means of some stretch say about where the loss is going. */
final class Trend {
    private Trend() {}

    /** Returns whether means decrease significantly. */
    static boolean decreases(Series means, Flatness limits) {
        return MannKendall.of(means).decreaseProbability() < limits.significance();
    }

    /**
     * Returns whether means rule out a decrease of so much per element. Sen's confidence bound (Sen 1968, J. Amer.
     * Statist. Assoc. 63) inverts Kendall's test: the bound on the slope lies above −d exactly if the means plus a line
     * of slope d increase significantly. Asking the test costs a tenth of sorting all slopes.
     */
    static boolean rulesOut(double decrease, Series means, Flatness limits) {
        return MannKendall.of(means.plusLine(decrease)).increaseProbability() < limits.significance();
    }
}
