package io.github.redescent.dl4j.internal;

import io.github.redescent.trend.LabelMoments;
import io.github.redescent.trend.Series;

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
        LabelMoments more = moments().plus(moreRows, moreSums, moreSquares);
        return new LabelSums(examples + moreExamples, more.rows(), more.sums(), more.squares(), unreadable);
    }

    /** Returns what does not depend on how DL4J scales its scores. */
    LabelMoments moments() {
        return new LabelMoments(rows, sums, squares);
    }
}
