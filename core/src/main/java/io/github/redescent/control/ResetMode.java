package io.github.redescent.control;

/**
 * What a reset does to an optimizer's moments and to the local steps that drive its bias correction. No mode moves the
 * learning-rate schedule.
 *
 * @param name what it is called
 * @param keepsFirst what the first moment is multiplied by, in [0, 1]; 0 makes it as new
 * @param keepsSecond the same for the second moment and all that is derived from it
 * @param restartsFirstClock whether the first moment's bias correction begins anew
 * @param restartsSecondClock whether the second moment's bias correction begins anew
 */
public record ResetMode(
        String name, double keepsFirst, double keepsSecond, boolean restartsFirstClock, boolean restartsSecondClock) {
    /** All moments as in a brand-new optimizer, local steps at 0. */
    public static final ResetMode FULL = new ResetMode("FULL", 0, 0, true, true);

    /** The first moment (momentum) as new, with a correction clock of its own; the second is kept. */
    public static final ResetMode FIRST_MOMENT = new ResetMode("FIRST_MOMENT", 0, 1, true, false);

    /**
     * The second moment as new, with a correction clock of its own; the first is kept. Beware: a first moment that
     * holds a spike is then divided by a fresh, small second moment, and the next steps are large.
     */
    public static final ResetMode SECOND_MOMENT = new ResetMode("SECOND_MOMENT", 1, 0, false, true);

    /**
     * Both moments kept, their bias correction as in a brand-new optimizer (Adam-Rel: Ellis et al. 2024, arXiv
     * 2412.17113). Both are then corrected as if they held one gradient: at t = 1 a step is √(1 − β₂)/(1 − β₁) times as
     * long as uncorrected, 0.32 for Adam's defaults, and grows back with t.
     */
    public static final ResetMode CLOCK = new ResetMode("CLOCK", 1, 1, true, true);

    /**
     * Checks the factors.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public ResetMode {
        requireShare(keepsFirst);
        requireShare(keepsSecond);
    }

    /**
     * Returns the mode that multiplies every moment and keeps the local steps.
     *
     * @param factor in [0, 1)
     * @throws IllegalArgumentException if the factor is out of range
     */
    public static ResetMode shrink(double factor) {
        if (!(factor >= 0 && factor < 1)) {
            throw new IllegalArgumentException(
                    "a shrinking reset's factor must be in [0, 1), got " + factor + "; 0.1 keeps a tenth");
        }
        return new ResetMode("SHRINK", factor, factor, false, false);
    }

    private static void requireShare(double factor) {
        if (!(factor >= 0 && factor <= 1)) {
            throw new IllegalArgumentException("a reset keeps a share of a moment in [0, 1], got " + factor);
        }
    }
}
