package io.github.redescent.policy;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.Set;

/**
 * One of several ways to go on, while it trains: its losses, each held against the best constant prediction's on the
 * same batch, so that batches which are hard or easy by themselves count alike for all.
 *
 * @param began the step after which it began
 * @param losses the newest losses less the constant's, infinite where they were no numbers
 * @param constant the constant's newest loss, NaN while it is not known
 */
record Heat(long began, Series losses, double constant) {
    /** What is measured meanwhile. */
    static final Set<Measurement> WANTED = Set.of(Measurement.total(Quantity.CONSTANT_LOSS));

    private static final double MEDIAN_ERROR = 1.2533;
    private static final int FEWEST = 8;

    static Heat after(long step) {
        return new Heat(step, Series.of(), Double.NaN);
    }

    /**
     * Returns this after one more update.
     *
     * @param length of all of it; the second half is judged
     */
    Heat see(Observation now, long length) {
        double known = now.measured().total(Quantity.CONSTANT_LOSS).orElse(constant);
        double excess = now.loss() - (Double.isNaN(known) ? 0 : known);
        double number = Double.isFinite(excess) ? excess : Double.POSITIVE_INFINITY;
        return new Heat(began, losses.append(number, (int) Math.max(FEWEST, length / 2)), known);
    }

    boolean isOver(long step, long length) {
        return step - began >= length || isBroken();
    }

    boolean isBroken() {
        return losses.countAbove(Double.MAX_VALUE) > 0;
    }

    Score score(String who) {
        if (losses.isEmpty() || isBroken()) {
            return new Score(who, Double.POSITIVE_INFINITY, 0);
        }
        double error = MEDIAN_ERROR * Spread.of(losses) / Math.sqrt(losses.size());
        return new Score(who, losses.median(), error);
    }
}
