package io.github.redescent.policy;

import io.github.redescent.trend.Series;

/**
 * What SWATS remembers of γ = pᵀp/(−pᵀg), the rate at which a step along −g would have −g's projection on p as long as
 * p itself (Keskar and Socher 2017, arXiv 1712.07628, section 3).
 *
 * @param count updates seen, k in the paper
 * @param newest γ of the newest update, NaN if that had none
 * @param average λ, the exponential average of γ, not corrected
 * @param window the last γ, of updates that went down only
 * @param estimates the window's median, every sixteenth of a window
 * @param pending γ since the last estimate
 * @param calm how many successive times the estimates lay close together
 */
record Projection(long count, double newest, double average, Series window, Series estimates, int pending, int calm) {
    /** Nothing seen. */
    public static final Projection NONE = new Projection(0, Double.NaN, 0, Series.of(), Series.of(), 0, 0);
}
