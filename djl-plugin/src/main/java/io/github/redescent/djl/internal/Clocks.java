package io.github.redescent.djl.internal;

import io.github.redescent.control.ResetMode;

/**
 * Updates since the last reset of each moment. They drive bias correction, never the schedule.
 *
 * @param first updates since the first moment was reset
 * @param second updates since the second moment was reset
 */
record Clocks(long first, long second) {
    static final Clocks NEW = new Clocks(0, 0);

    Clocks tick() {
        return new Clocks(first + 1, second + 1);
    }

    /** Returns the clocks after a reset; a shrinking one leaves them. */
    Clocks after(ResetMode mode) {
        return new Clocks(
                restarts(mode, Slot.Moment.FIRST) ? 0 : first, restarts(mode, Slot.Moment.SECOND) ? 0 : second);
    }

    /** Returns whether a reset makes a moment as new. */
    static boolean restarts(ResetMode mode, Slot.Moment moment) {
        return mode.equals(ResetMode.FULL)
                || mode.equals(moment == Slot.Moment.FIRST ? ResetMode.FIRST_MOMENT : ResetMode.SECOND_MOMENT);
    }
}
