package io.github.redescent.policy;

/**
 * How long a switch is on trial, and what ends it badly.
 *
 * @param steps optimizer updates, at least 16
 * @param spreads by how many robust standard deviations of the losses before it the median of the newest may rise;
 *     positive; default 3. It may always rise by 1% of the level before, so that a flat loss leaves room too
 * @param attempts how many times a switch is tried in all, at least 1; default 1: once it was taken back, it stays so
 */
record Trial(int steps, double spreads, int attempts) {
    /** Losses whose median is judged. */
    static final int WINDOW = 16;

    /** The least rise that counts, as a share of the level before, and in units of the loss where that is zero. */
    private static final double LEAST_SHARE = 0.01;

    private static final double LEAST = 1e-6;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Trial {
        if (steps < WINDOW) {
            throw new IllegalArgumentException(
                    "a trial must last at least 16 steps, got " + steps + "; the median of 16 losses is judged");
        }
        if (!(spreads > 0 && spreads < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a trial's spreads must be positive, got " + spreads + "; try 3");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("a trial's attempts must be at least 1, got " + attempts);
        }
    }

    /** Returns a trial of so many optimizer updates, with a limit of 3 spreads and one attempt. */
    public static Trial of(int steps) {
        return new Trial(steps, 3, 1);
    }

    /** Returns the median above which a switch is taken back. */
    double limit(double level, double spread) {
        return level + Math.max(spreads * spread, Math.max(LEAST_SHARE * Math.abs(level), LEAST));
    }

    /** Returns this trial with another limit. */
    public Trial withSpreads(double limit) {
        return new Trial(steps, limit, attempts);
    }

    /** Returns this trial with another number of attempts. */
    public Trial withAttempts(int count) {
        return new Trial(steps, spreads, count);
    }
}
