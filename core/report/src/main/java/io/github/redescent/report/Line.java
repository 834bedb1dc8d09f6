package io.github.redescent.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A line to draw: one element per bucket.
 *
 * @param name what it is
 * @param step first step of each
 * @param mean its mean
 * @param low its lowest value; empty where all equal the mean
 * @param high its highest value; empty likewise
 * @param stroke where the line is broken: elements of one stroke belong together
 * @param broken steps in whose bucket a value was NaN or infinite
 */
record Line(
        String name,
        List<Long> step,
        List<Double> mean,
        List<Double> low,
        List<Double> high,
        List<Integer> stroke,
        List<Long> broken) {

    static Line of(String name, Buckets buckets) {
        List<Long> step = new ArrayList<>();
        List<Double> mean = new ArrayList<>();
        List<Double> low = new ArrayList<>();
        List<Double> high = new ArrayList<>();
        List<Integer> stroke = new ArrayList<>();
        List<Long> broken = new ArrayList<>();
        for (Buckets.Bucket bucket : buckets.all()) {
            if (bucket.broken > 0) {
                broken.add(bucket.first);
            }
            if (bucket.hasFinite()) {
                step.add(bucket.first);
                mean.add(brief(bucket.mean()));
                low.add(brief(bucket.low));
                high.add(brief(bucket.high));
                stroke.add(bucket.stroke);
            }
        }
        boolean exact = low.equals(high);
        return new Line(name, step, mean, exact ? List.of() : low, exact ? List.of() : high, stroke, broken);
    }

    /** Returns a number at five significant digits, which is more than a screen can show. */
    static double brief(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
        if (exponent < -300) {
            return 0;
        }
        double scale = Math.pow(10, 4.0 - exponent);
        return Double.isFinite(scale) && scale > 0 ? Math.rint(value * scale) / scale : value;
    }
}
