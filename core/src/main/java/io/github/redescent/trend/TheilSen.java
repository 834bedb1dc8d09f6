package io.github.redescent.trend;

import java.util.Arrays;

/**
 * The median of all pairwise slopes, which a few outliers cannot move (Theil 1950; Sen 1968, J. Amer. Statist. Assoc.
 * 63), with Sen's confidence bounds. Slopes are per element of the series.
 *
 * @param slope the estimate
 * @param lower one-sided lower confidence bound
 * @param upper one-sided upper confidence bound
 */
public record TheilSen(double slope, double lower, double upper) {
    /**
     * Estimates the slope of a series. Quadratic in its length.
     *
     * @param series at least two finite numbers, at equal distances in time
     * @param risk probability that the true slope lies below {@code lower}, and likewise above {@code upper}; in (0, 1)
     * @throws IllegalArgumentException if there are fewer than two numbers or the risk is out of range
     */
    public static TheilSen of(Series series, double risk) {
        double[] x = series.toArray();
        if (x.length < 2) {
            throw new IllegalArgumentException("a slope needs at least 2 numbers, got " + x.length);
        }
        double[] slopes = new double[x.length * (x.length - 1) / 2];
        int count = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                slopes[count++] = (x[j] - x[i]) / (j - i);
            }
        }
        Arrays.sort(slopes);
        double margin = Normal.upperQuantile(risk) * MannKendall.of(series).deviation();
        int below = (int) Math.floor((count - margin) / 2);
        return new TheilSen(
                (slopes[(count - 1) / 2] + slopes[count / 2]) / 2,
                slopes[Math.max(0, Math.min(count - 1, below - 1))],
                slopes[Math.min(count - 1, Math.max(0, count - below))]);
    }
}
