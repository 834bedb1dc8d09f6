package io.github.redescent.policy;

import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.List;

/**
 * A {@link Trial} under way.
 *
 * @param begin the step of the switch
 * @param groups the groups that were switched
 * @param level the median loss before it, over twice the window that is judged
 * @param limit the median loss above which it is taken back; NaN if the losses before it were no numbers, and nothing
 *     can be worse
 * @param losses the newest losses since the switch
 */
record Probation(long begin, List<String> groups, double level, double limit, Series losses) {
    /** Losses that tell the level before a switch. */
    public static final int BEFORE = 2 * Trial.WINDOW;

    /** Losses from which on they are judged, before and after a switch: one bad batch does not decide. */
    public static final int FEWEST = 4;

    /** Copies the list. */
    public Probation {
        groups = List.copyOf(groups);
    }

    /** Returns the probation that begins at a switch after these losses. */
    public static Probation after(long step, List<String> groups, Series before, Trial trial) {
        double level = before.median();
        return new Probation(step, groups, level, trial.limit(level, Spread.of(before)), Series.of());
    }

    /** Returns this with one more loss. */
    public Probation see(double loss) {
        return new Probation(begin, groups, level, limit, losses.append(loss, Trial.WINDOW));
    }

    /** Returns whether the loss has risen too far; a median that is no number has. */
    public boolean hasFailed() {
        return losses.size() >= FEWEST && Double.isFinite(limit) && !(losses.median() <= limit);
    }
}
