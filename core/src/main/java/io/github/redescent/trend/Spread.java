package io.github.redescent.trend;

/** How far numbers lie apart, without being moved by a few outliers. */
public final class Spread {
    /** Makes the median absolute deviation of normal numbers estimate their standard deviation: 1 / Φ⁻¹(3/4). */
    private static final double NORMAL_CONSISTENCY = 1.4826;

    private Spread() {}

    /**
     * Returns 1.4826 times the median distance from the median (Hampel 1974, J. Amer. Statist. Assoc. 69): the standard
     * deviation where the numbers are normal.
     *
     * @throws IllegalStateException if the series is empty
     */
    public static double of(Series series) {
        double[] distances = series.toArray();
        double median = series.median();
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.abs(distances[i] - median);
        }
        return NORMAL_CONSISTENCY * Series.of(distances).median();
    }
}
