package io.github.redescent.region;

import io.github.redescent.control.Evidence;

/**
 * What a detector found.
 *
 * @param verdict what it looks like; never {@link Verdict#HEALTHY}
 * @param certainty whether it is enough to act on
 * @param because the evidence
 */
public record Finding(Verdict verdict, Certainty certainty, Evidence because) {
    /** How much a finding is worth. */
    public enum Certainty {
        /** Enough to act on. */
        CERTAIN,
        /** To be reported only: it is not known what a good loss would be. */
        SUSPECTED
    }
}
