package io.github.redescent.report;

import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the loss would go if the trend of its latest part went on: a straight line through twelve block medians, on the
 * logarithm of the loss where all are positive, with the doubt of its slope and of its height at 10% on either side. It
 * is drawn for people; policies judge by their own rules.
 *
 * @param step steps at which it is given
 * @param middle the loss then
 * @param low lower bound
 * @param high upper bound
 */
record Forecast(List<Long> step, List<Double> middle, List<Double> low, List<Double> high) {
    private static final int BLOCKS = 12;
    private static final int POINTS = 24;

    /** Student's upper tenth with the ten degrees of freedom that a line through twelve points leaves. */
    private static final double QUANTILE = 1.372;

    /**
     * Forecasts from what was seen of one stroke, of which the last third is looked at.
     *
     * @param seen finite buckets of one stroke
     * @param until the last step to forecast
     * @return empty if too little was seen, or nothing is left
     */
    static Optional<Forecast> of(List<Buckets.Bucket> seen, long until) {
        List<Buckets.Bucket> latest = seen.subList(seen.size() * 2 / 3, seen.size());
        if (latest.size() < 2 * BLOCKS) {
            return Optional.empty();
        }
        long from = latest.get(latest.size() - 1).first;
        if (until <= from) {
            return Optional.empty();
        }
        double[] levels = new double[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            levels[i] = level(latest.subList(latest.size() * i / BLOCKS, latest.size() * (i + 1) / BLOCKS));
        }
        double block = (double) (from - latest.get(0).first) / BLOCKS;
        return Optional.of(through(levels, block, from, until));
    }

    /** The median, so that a spike moves it little. */
    private static double level(List<Buckets.Bucket> block) {
        double[] means = block.stream().mapToDouble(Buckets.Bucket::mean).toArray();
        return Series.of(means).median();
    }

    private static Forecast through(double[] levels, double block, long from, long until) {
        boolean positive = Arrays.stream(levels).allMatch(level -> level > 0);
        double[] y = positive ? Arrays.stream(levels).map(Math::log).toArray() : levels;
        io.github.redescent.trend.Line trend = io.github.redescent.trend.Line.through(Series.of(y));
        double slopeDoubt = QUANTILE * trend.error();
        Series heights = heights(y, trend.slope());
        double level = heights.median();
        double doubt = doubt(heights);
        Forecast forecast = new Forecast(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i <= POINTS; i++) {
            long step = from + (until - from) * i / POINTS;
            double blocks = 0.5 + (step - from) / block; // the last block's mean lies half a block back
            forecast.step.add(step);
            forecast.middle.add(value(level + trend.slope() * blocks, positive));
            forecast.low.add(value(level - doubt + (trend.slope() - slopeDoubt) * blocks, positive));
            forecast.high.add(value(level + doubt + (trend.slope() + slopeDoubt) * blocks, positive));
        }
        return forecast;
    }

    /** What each block says of the line's height at the last one. */
    private static Series heights(double[] y, double slope) {
        double[] heights = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            heights[i] = y[i] + slope * (y.length - 1 - i);
        }
        return Series.of(heights);
    }

    /** Half the width of the median's interval at the same risk: 1.25 standard errors of a mean, times the quantile. */
    private static double doubt(Series heights) {
        return QUANTILE * 1.25 * Spread.of(heights) / Math.sqrt(heights.size());
    }

    private static double value(double y, boolean logarithm) {
        // A rising trend on the logarithm soon leaves the range of a double.
        return Line.brief(logarithm ? Math.exp(Math.min(y, 200)) : y);
    }
}
