package io.github.redescent.policy;

/**
 * A learning rate that rises again along a cosine (SPAM: Huang et al. 2025, arXiv 2501.06842): update i of k has the
 * factor 1 − ½(1 + cos(πi/(k + 1))).
 *
 * @param steps k, in optimizer updates; 0 for none
 */
record Rewarm(int steps) {
    /** Returns the factor of an update, counted from 1; 1 once it is over. */
    double factor(long update) {
        return update > steps ? 1 : 1 - 0.5 * (1 + Math.cos(Math.PI * update / (steps + 1)));
    }
}
