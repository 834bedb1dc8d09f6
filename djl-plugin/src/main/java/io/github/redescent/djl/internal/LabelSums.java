package io.github.redescent.djl.internal;

import io.github.redescent.statistics.Series;

/**
 * What is remembered of the labels seen so far.
 *
 * @param rows label rows: examples, times positions where there are several
 * @param sums over rows, by class or output
 * @param squares of the entries over rows, likewise
 */
record LabelSums(double rows, Series sums, Series squares) {
    /** Nothing seen yet. */
    static final LabelSums NONE = new LabelSums(0, Series.of(), Series.of());

    LabelSums plus(double moreRows, double[] moreSums, double[] moreSquares) {
        return new LabelSums(rows + moreRows, add(sums, moreSums), add(squares, moreSquares));
    }

    private static Series add(Series total, double[] more) {
        double[] sum = more.clone();
        for (int i = 0; i < Math.min(sum.length, total.size()); i++) {
            sum[i] += total.get(i);
        }
        return Series.of(sum);
    }
}
