package io.github.redescent.report;

import java.util.OptionalDouble;

/** The mean of the last sixteen losses, and the lowest such mean so far. */
final class Recent {
    private static final int SPAN = 16;

    private final double[] ring = new double[SPAN];
    private long seen;
    private double lowest = Double.POSITIVE_INFINITY;
    private long lowestStep;

    void add(long step, double loss) {
        ring[(int) (seen % SPAN)] = loss;
        seen++;
        double mean = mean();
        // A mean of few is no level yet, but a run may be that short.
        if ((seen >= SPAN || seen == 1) && mean < lowest) {
            lowest = mean;
            lowestStep = step;
        }
    }

    /** Returns the present mean, NaN if a loss in it was. */
    double mean() {
        int filled = (int) Math.min(seen, SPAN);
        double sum = 0;
        for (int i = 0; i < filled; i++) {
            sum += ring[i];
        }
        return sum / filled;
    }

    OptionalDouble end() {
        return finite(mean());
    }

    OptionalDouble lowest() {
        return finite(lowest);
    }

    long lowestStep() {
        return lowestStep;
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(Line.brief(value)) : OptionalDouble.empty();
    }
}
