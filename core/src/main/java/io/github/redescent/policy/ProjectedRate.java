package io.github.redescent.policy;

/**
 * A rate for gradient descent that SWATS found.
 *
 * @param rate Λ, for plain descent
 * @param clamped whether it must not make the update larger than it was
 */
record ProjectedRate(double rate, boolean clamped) {}
