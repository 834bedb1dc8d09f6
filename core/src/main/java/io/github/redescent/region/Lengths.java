package io.github.redescent.region;

import java.util.OptionalLong;

/**
 * How long an attempt is looked at, in optimizer updates.
 *
 * @param window steps over which a loss must be flat
 * @param grace steps at the start of an attempt that no window reaches into
 * @param block steps whose losses make one mean
 */
public record Lengths(long window, long grace, long block) {
    /** The most blocks in a window: the trend tests are quadratic in it. */
    static final int BLOCKS = 64;

    /** Fine blocks in a coarse one. */
    static final int FINE_PER_COARSE = 8;

    /** Returns the lengths for a run. */
    public static Lengths of(Flatness limits, OptionalLong plannedSteps) {
        long window = plannedSteps.isPresent()
                ? Math.max(limits.minimumWindow(), Math.round(plannedSteps.getAsLong() * limits.windowShare()))
                : limits.window();
        return new Lengths(window, Math.round(window * limits.graceShare()), (window + BLOCKS - 1) / BLOCKS);
    }

    /** Returns how many blocks make a window. */
    int blocks() {
        return (int) ((window + block - 1) / block);
    }
}
