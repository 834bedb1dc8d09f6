package io.github.redescent.range;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the learning rates at which a model learns (Smith 2017, arXiv 1506.01186, section 3.3): a copy is trained while
 * the rate rises geometrically, η_i = lowest·(highest/lowest)^(i/(steps − 1)), until the smoothed loss is stopFactor
 * times its best, or not finite. {@link RangeSuggestion} reads rates from several such curves.
 *
 * <p>A loss belongs to the rate of the update before it, whose effect it shows. Smoothed is the exponential mean with
 * bias correction, L_i = Σ_j β^(i−j)·ℓ_j / Σ_j β^(i−j), β = smoothing. It stops no earlier than a tenth of the steps,
 * and only on positive losses. Not for rules without a rate, such as AdaDelta. A rate that suits the first few hundred
 * updates may be too high for the thousandth.
 *
 * @param lowest first rate, positive; default 1e-7
 * @param highest last rate, above the lowest; default 10
 * @param steps updates, at least 20; default 200
 * @param smoothing β, in [0, 1); default 0.9
 * @param stopFactor how many times its best the loss must reach to end it, above 1; default 4
 */
public record LearningRateRangeTest(double lowest, double highest, int steps, double smoothing, double stopFactor) {
    private static final LearningRateRangeTest DEFAULTS = new LearningRateRangeTest(1e-7, 10, 200, 0.9, 4);
    private static final int GRACE_SHARE = 10;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public LearningRateRangeTest {
        if (!(lowest > 0 && lowest < highest && highest < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rates must rise from a positive one to a finite one, got " + lowest
                    + " to " + highest + "; try 1e-7 to 10");
        }
        if (steps < 20) {
            throw new IllegalArgumentException("steps must be at least 20, got " + steps + "; try 100 to 300");
        }
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("smoothing must be in [0, 1), got " + smoothing + "; try 0.9");
        }
        if (!(stopFactor > 1)) {
            throw new IllegalArgumentException("stopFactor must be above 1, got " + stopFactor + "; try 4");
        }
    }

    /** Returns the test with all defaults. */
    public static LearningRateRangeTest defaults() {
        return DEFAULTS;
    }

    /** Returns this test over other rates. */
    public LearningRateRangeTest withRates(double first, double last) {
        return new LearningRateRangeTest(first, last, steps, smoothing, stopFactor);
    }

    /** Returns this test with another number of updates. */
    public LearningRateRangeTest withSteps(int updates) {
        return new LearningRateRangeTest(lowest, highest, updates, smoothing, stopFactor);
    }

    /** Returns this test with another smoothing, in [0, 1). */
    public LearningRateRangeTest withSmoothing(double beta) {
        return new LearningRateRangeTest(lowest, highest, steps, beta, stopFactor);
    }

    /** Returns this test that ends at another rise of the loss, above 1 times its best. */
    public LearningRateRangeTest withStopFactor(double factor) {
        return new LearningRateRangeTest(lowest, highest, steps, smoothing, factor);
    }

    /** Returns the rate of an update, from 0. */
    public double rate(int update) {
        return lowest * Math.pow(highest / lowest, (double) update / (steps - 1));
    }

    /**
     * Trains a probe and closes it.
     *
     * @param seen is told of each point, for a progress bar
     */
    public RangeCurve run(RangeProbe probe, Consumer<? super RangeCurve.Point> seen) {
        try (probe) {
            return follow(probe, seen);
        }
    }

    private RangeCurve follow(RangeProbe probe, Consumer<? super RangeCurve.Point> seen) {
        List<RangeCurve.Point> points = new ArrayList<>();
        double first = probe.update(rate(0));
        double sum = 0;
        double weights = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < steps; i++) {
            double loss = probe.update(rate(Math.min(i + 1, steps - 1)));
            if (!Double.isFinite(loss)) {
                return new RangeCurve(first, points, RangeCurve.End.NOT_FINITE);
            }
            sum = smoothing * sum + loss;
            weights = smoothing * weights + 1;
            RangeCurve.Point point = new RangeCurve.Point(rate(i), loss, sum / weights);
            points.add(point);
            seen.accept(point);
            best = Math.min(best, point.smoothed());
            if (i >= steps / GRACE_SHARE && best > 0 && point.smoothed() > stopFactor * best) {
                return new RangeCurve(first, points, RangeCurve.End.ROSE);
            }
        }
        return new RangeCurve(first, points, RangeCurve.End.RAN_OUT);
    }
}
