package io.github.redescent.region;

/** Refuses constants that are out of range. */
final class Ranges {
    private Ranges() {}

    static void require(boolean holds, String name, Number value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + range + ", got " + value);
        }
    }
}
