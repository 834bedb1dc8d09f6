package io.github.redescent.control;

/** How a rate factor counts. */
public enum Span {
    /** It stays, and makes part of the settled rate: a restart's or a plateau's. */
    LASTING,
    /** It goes away again, and is no decay: a warm-up's or a kick's. */
    PASSING
}
