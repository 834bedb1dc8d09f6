package io.github.redescent.trend;

import java.util.Arrays;

/**
 * The Mann–Kendall test for a monotone trend (Mann 1945, Econometrica 13; Kendall 1975, Rank Correlation Methods). It
 * assumes independent values: feed it block medians, not raw losses, which are autocorrelated.
 *
 * @param score S = Σ_{i&lt;j} sign(x_j − x_i): negative for a decrease
 * @param deviation standard deviation of S without a trend, corrected for ties
 */
public record MannKendall(long score, double deviation) {
    /**
     * Tests a series. Quadratic in its length.
     *
     * @param series finite numbers, at equal distances in time; below about eight the normal approximation is poor
     */
    public static MannKendall of(Series series) {
        double[] x = series.toArray();
        long score = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                score += x[j] > x[i] ? 1 : x[j] < x[i] ? -1 : 0;
            }
        }
        return new MannKendall(score, Math.sqrt(variance(x)));
    }

    /**
     * Returns the probability of a score this low without a trend: small means that the series decreases. Normal
     * approximation with continuity correction; 1 where all values are equal.
     */
    public double decreaseProbability() {
        return deviation == 0 ? 1 : Normal.upperTail((-score - 1) / deviation);
    }

    /** Returns the probability of a score this high without a trend: small means that the series increases. */
    public double increaseProbability() {
        return deviation == 0 ? 1 : Normal.upperTail((score - 1) / deviation);
    }

    /** Var(S) = (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 over the groups of t tied values. */
    private static double variance(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        double sum = term(x.length);
        int from = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[from]) {
                sum -= term(i - from);
                from = i;
            }
        }
        return sum / 18;
    }

    private static double term(double n) {
        return n * (n - 1) * (2 * n + 5);
    }
}
