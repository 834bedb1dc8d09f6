package io.github.redescent.trend;

/**
 * First and second moments of label rows, summed up, and the losses of the best constant predictor on them.
 *
 * @param rows label rows: examples, times positions where there are several
 * @param sums over rows, by column: class or output
 * @param squares of the entries over rows, likewise
 */
record LabelMoments(double rows, Series sums, Series squares) {
    /** Nothing seen yet. */
    public static final LabelMoments NONE = new LabelMoments(0, Series.of(), Series.of());

    /** Returns these with more rows. */
    public LabelMoments plus(double moreRows, double[] moreSums, double[] moreSquares) {
        return new LabelMoments(rows + moreRows, add(sums, moreSums), add(squares, moreSquares));
    }

    /** Returns the entropy of the class frequencies, in nats per row. */
    public double entropy() {
        double entropy = 0;
        for (int column = 0; column < sums.size(); column++) {
            entropy += surprise(mean(column));
        }
        return entropy;
    }

    /** Returns the entropy of columns that are yes or no each for itself, in nats per row. */
    public double binaryEntropy() {
        double entropy = 0;
        for (int column = 0; column < sums.size(); column++) {
            entropy += surprise(mean(column)) + surprise(1 - mean(column));
        }
        return entropy;
    }

    /** Returns the sum of the columns' variances, per row. */
    public double variance() {
        double variance = 0;
        for (int column = 0; column < sums.size(); column++) {
            variance += squares.get(column) / rows - mean(column) * mean(column);
        }
        return variance;
    }

    private double mean(int column) {
        return sums.get(column) / rows;
    }

    private static double surprise(double frequency) {
        return frequency <= 0 ? 0 : -frequency * Math.log(frequency);
    }

    private static Series add(Series total, double[] more) {
        double[] sum = more.clone();
        for (int i = 0; i < Math.min(sum.length, total.size()); i++) {
            sum[i] += total.get(i);
        }
        return Series.of(sum);
    }
}
