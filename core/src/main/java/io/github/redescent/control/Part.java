package io.github.redescent.control;

/** What a kept slot holds. */
public enum Part {
    /** The weights, running statistics included. */
    WEIGHTS,
    /** The optimizer's moments and local steps. */
    OPTIMIZER_AND_CLOCKS
}
