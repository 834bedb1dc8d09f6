package io.github.redescent.spi;

/** Which of an optimizer's moments are meant. */
public enum Moments {
    /** The running mean of gradients: first moment or momentum. */
    FIRST,
    /** The running mean of squared gradients, with whatever is derived from it. */
    SECOND,
    /** All state. */
    ALL
}
