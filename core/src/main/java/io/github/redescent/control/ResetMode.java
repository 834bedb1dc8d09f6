package io.github.redescent.control;

/**
 * What a reset does to an optimizer's moments and to the local steps that drive its bias correction. No mode moves the
 * learning-rate schedule.
 */
public sealed interface ResetMode {
    /** All moments as in a brand-new optimizer, local steps at 0. */
    ResetMode FULL = new Full();

    /** The first moment (momentum) as new, with a correction clock of its own; the second is kept. */
    ResetMode FIRST_MOMENT = new FirstMoment();

    /**
     * The second moment as new, with a correction clock of its own; the first is kept. Beware: a first moment that
     * holds a spike is then divided by a fresh, small second moment, and the next steps are large.
     */
    ResetMode SECOND_MOMENT = new SecondMoment();

    /**
     * Returns the mode that multiplies every moment and keeps the local steps.
     *
     * @param factor in [0, 1)
     * @throws IllegalArgumentException if the factor is out of range
     */
    static ResetMode shrink(double factor) {
        return new Shrink(factor);
    }

    /** See {@link #FULL}. */
    record Full() implements ResetMode {}

    /** See {@link #FIRST_MOMENT}. */
    record FirstMoment() implements ResetMode {}

    /** See {@link #SECOND_MOMENT}. */
    record SecondMoment() implements ResetMode {}

    /**
     * See {@link #shrink}.
     *
     * @param factor what the moments are multiplied by, in [0, 1)
     */
    record Shrink(double factor) implements ResetMode {
        /** Checks the factor. */
        public Shrink {
            if (!(factor >= 0 && factor < 1)) {
                throw new IllegalArgumentException(
                        "a shrinking reset's factor must be in [0, 1), got " + factor + "; 0.1 keeps a tenth");
            }
        }
    }
}
