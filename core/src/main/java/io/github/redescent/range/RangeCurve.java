package io.github.redescent.range;

import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.List;
import java.util.Optional;

/**
 * How the loss went while the rate rose, for one seed.
 *
 * @param first the loss before any update
 * @param points in order of the rate
 * @param end why there are no more
 */
public record RangeCurve(double first, List<Point> points, End end) {
    /** Why a range test ended. */
    public enum End {
        /** The smoothed loss rose to a multiple of its best. */
        ROSE,
        /** The loss was NaN or infinite. */
        NOT_FINITE,
        /** All rates were tried. */
        RAN_OUT
    }

    /**
     * One update.
     *
     * @param rate its learning rate
     * @param loss the loss after it, on the next batch
     * @param smoothed the running mean of the losses
     */
    public record Point(double rate, double loss, double smoothed) {}

    /**
     * What one curve suggests.
     *
     * @param steepest the rate at which the loss fell fastest per e-fold of the rate
     * @param tenthOfMinimum a tenth of the rate with the lowest loss
     */
    public record Rates(double steepest, double tenthOfMinimum) {}

    /** Below this share of the fall the loss has not begun to fall. */
    private static final double BEGUN = 0.1;

    /** By how many standard errors the loss must have fallen. */
    private static final double ERRORS = 4;

    /** Copies the list. */
    public RangeCurve {
        points = List.copyOf(points);
    }

    /**
     * Returns the rates that it suggests, empty if the loss never fell beyond its noise. Judged on centred means over
     * about a twelfth of the points, which do not lag behind as the smoothed losses do.
     */
    public Optional<Rates> suggest() {
        int half = Math.max(2, points.size() / 25);
        if (points.size() < 4 * half + 2) {
            return Optional.empty();
        }
        double[] level = centred(half);
        int lowest = 0;
        double[] residuals = new double[level.length];
        for (int i = 0; i < level.length; i++) {
            lowest = level[i] < level[lowest] ? i : lowest;
            residuals[i] = points.get(i).loss() - level[i];
        }
        double start = level[0];
        double fall = start - level[lowest];
        double error = Spread.of(Series.of(residuals).first(lowest + 1)) * Math.sqrt(2.0 / half);
        if (!(fall > ERRORS * error && fall > 0)) {
            return Optional.empty();
        }
        int begun = 0;
        for (int i = 0; i <= lowest; i++) {
            begun = level[i] >= start - BEGUN * fall ? i : begun;
        }
        int steepest = begun;
        for (int i = begun; i <= lowest; i++) {
            steepest = slope(level, i, half) < slope(level, steepest, half) ? i : steepest;
        }
        return Optional.of(
                new Rates(points.get(steepest).rate(), points.get(lowest).rate() / 10));
    }

    private double[] centred(int half) {
        double[] level = new double[points.size()];
        for (int i = 0; i < level.length; i++) {
            int from = Math.max(0, i - half);
            int to = Math.min(level.length - 1, i + half);
            double sum = 0;
            for (int j = from; j <= to; j++) {
                sum += points.get(j).loss();
            }
            level[i] = sum / (to - from + 1);
        }
        return level;
    }

    private static double slope(double[] level, int at, int half) {
        int from = Math.max(0, at - half);
        int to = Math.min(level.length - 1, at + half);
        return (level[to] - level[from]) / (to - from);
    }
}
