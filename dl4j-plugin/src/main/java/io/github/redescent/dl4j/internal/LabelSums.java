package io.github.redescent.dl4j.internal;

import io.github.redescent.statistics.Series;

/**
 * What is remembered of the labels seen so far.
 *
 * @param examples batch entries
 * @param rows examples times time steps or positions
 * @param sums over rows, by column
 * @param squares of the entries over rows, by column
 * @param unreadable whether labels turned up that tell nothing
 */
public record LabelSums(double examples, double rows, Series sums, Series squares, boolean unreadable) {
    /** Nothing seen yet. */
    public static final LabelSums NONE = new LabelSums(0, 0, Series.of(), Series.of(), false);

    LabelSums asUnreadable() {
        return new LabelSums(examples, rows, sums, squares, true);
    }

    LabelSums plus(double moreExamples, double moreRows, double[] moreSums, double[] moreSquares) {
        return new LabelSums(
                examples + moreExamples, rows + moreRows, add(sums, moreSums), add(squares, moreSquares), unreadable);
    }

    private static Series add(Series total, double[] more) {
        double[] sum = more.clone();
        for (int i = 0; i < Math.min(sum.length, total.size()); i++) {
            sum[i] += total.get(i);
        }
        return Series.of(sum);
    }
}
