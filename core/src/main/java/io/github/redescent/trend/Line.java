package io.github.redescent.trend;

/**
 * The straight line of least squares through a series.
 *
 * @param slope per element
 * @param error the slope's standard error, from what the line leaves unexplained
 */
public record Line(double slope, double error) {
    /**
     * Fits a line.
     *
     * @param series at least three finite numbers, at equal distances in time
     * @throws IllegalArgumentException if there are fewer
     */
    public static Line through(Series series) {
        int n = series.size();
        if (n < 3) {
            throw new IllegalArgumentException("a line with its error needs at least 3 numbers, got " + n);
        }
        double mean = series.mean();
        double middle = (n - 1) / 2.0;
        double squares = n * ((double) n * n - 1) / 12;
        double product = 0;
        for (int i = 0; i < n; i++) {
            product += (i - middle) * (series.get(i) - mean);
        }
        double slope = product / squares;
        double left = 0;
        for (int i = 0; i < n; i++) {
            double rest = series.get(i) - mean - slope * (i - middle);
            left += rest * rest;
        }
        return new Line(slope, Math.sqrt(left / (n - 2) / squares));
    }
}
