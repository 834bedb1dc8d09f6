package io.github.redescent.policy;

/**
 * A rate that is raised for a while, to leave a bad region without giving up the weights.
 *
 * @param factor what the rate is multiplied by; above 1
 * @param steps for how many optimizer updates; positive
 */
public record Kick(double factor, long steps) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Kick {
        if (!(factor > 1 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a kick's factor must be finite and above 1, got " + factor + "; try 10");
        }
        if (steps < 1) {
            throw new IllegalArgumentException("a kick's steps must be positive, got " + steps + "; try 50");
        }
    }
}
