package io.github.redescent.region;

import io.github.redescent.trend.Series;

/**
 * An attempt's losses, condensed to the means of equal stretches of steps, at two resolutions. Means of blocks are all
 * but independent, which raw losses are not; and where losses are skewed, as with small batches, they are on the scale
 * of a mean loss, which medians are not. What is done with them (ranks, medians of means) bears a few outliers.
 *
 * @param end the step that completes the current block
 * @param pending losses in the current block
 * @param fine means of the last blocks, a window of them at most
 * @param coarse means of eight successive fine blocks each, the last 64
 * @param completed fine blocks so far
 * @param lowest the lowest coarse mean so far, infinite before the first
 */
record Blocks(long end, int pending, Series fine, Series coarse, long completed, double lowest) {
    /** Returns the blocks of an attempt that begins after a step. */
    static Blocks startingAfter(long begin, Lengths lengths) {
        return new Blocks(begin + lengths.block(), 0, Series.of(), Series.of(), 0, Double.POSITIVE_INFINITY);
    }

    /**
     * Adds the newest of the recent losses.
     *
     * @param recent a block's mean is taken of those of its losses that are in here: in long runs, its last ones
     */
    Blocks add(long step, Series recent, Lengths lengths) {
        if (step < end) {
            return new Blocks(end, pending + 1, fine, coarse, completed, lowest);
        }
        double mean = recent.last(pending + 1).mean();
        Series longer = fine.append(mean, lengths.blocks());
        long count = completed + 1;
        long passed = (step - end) / lengths.block() + 1;
        long nextEnd = end + passed * lengths.block();
        if (count % Lengths.FINE_PER_COARSE != 0) {
            return new Blocks(nextEnd, 0, longer, coarse, count, lowest);
        }
        double wide = longer.last(Lengths.FINE_PER_COARSE).mean();
        return new Blocks(nextEnd, 0, longer, coarse.append(wide, Lengths.BLOCKS), count, Math.min(lowest, wide));
    }

    /** Returns whether a loss at a step would complete a coarse block. */
    boolean completesCoarse(long step) {
        return step >= end && (completed + 1) % Lengths.FINE_PER_COARSE == 0;
    }

    /** Returns whether the newest loss completed a coarse block. */
    boolean justCompletedCoarse() {
        return pending == 0 && completed > 0 && completed % Lengths.FINE_PER_COARSE == 0;
    }

    /** Returns whether the newest loss completed the very first fine block. */
    boolean justCompletedFirst() {
        return pending == 0 && completed == 1;
    }
}
