package io.github.redescent.policy;

/** With which weights training goes on after a policy has acted. */
public enum GoOnFrom {
    /** With those it has. */
    HERE,
    /** With the best so far and their optimizer state; needs {@link KeepBest} in the recipe. */
    BEST
}
