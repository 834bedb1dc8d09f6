package io.github.redescent.region;

/**
 * When a loss counts as flat, for triggers that wait for a plateau; see {@link Progress}.
 *
 * @param window steps over which it must be flat, where the run's length is unknown; default 256
 * @param windowShare the same as a share of the planned steps; default 1/8
 * @param minimumWindow the shortest window in steps, however short the run; default 100
 * @param graceShare steps at the start that no window may reach into, as a share of the window; default 1/2: initial
 *     transients, warm-up
 * @param significance error probability α of each test for a decrease; default 0.01
 * @param improvement it is flat if it promises less than this share of its level over the next window; default 0.02
 */
public record Flatness(
        long window,
        double windowShare,
        long minimumWindow,
        double graceShare,
        double significance,
        double improvement) {
    private static final Flatness DEFAULTS = new Flatness(256, 0.125, 100, 0.5, 0.01, 0.02);

    /**
     * Checks the constants.
     *
     * @throws IllegalArgumentException if one is out of range; the message says which range
     */
    public Flatness {
        Ranges.require(window >= minimumWindow, "window", window, "at least minimumWindow, " + minimumWindow);
        Ranges.require(windowShare > 0 && windowShare <= 0.5, "windowShare", windowShare, "in (0, 0.5]; try 0.125");
        Ranges.require(minimumWindow >= 16, "minimumWindow", minimumWindow, "at least 16; shorter ones show no trend");
        Ranges.require(graceShare >= 0 && graceShare <= 4, "graceShare", graceShare, "in [0, 4]; try 0.5");
        Ranges.require(significance > 0 && significance < 0.5, "significance", significance, "in (0, 0.5); try 0.01");
        Ranges.require(improvement > 0 && improvement < 1, "improvement", improvement, "in (0, 1); try 0.02");
    }

    /** Returns the defaults. */
    public static Flatness defaults() {
        return DEFAULTS;
    }

    /** Returns this with another window for runs of unknown length, in steps. */
    public Flatness withWindow(long steps) {
        return new Flatness(steps, windowShare, minimumWindow, graceShare, significance, improvement);
    }

    /** Returns this with another window, as a share of the planned steps. */
    public Flatness withWindowShare(double share) {
        return new Flatness(window, share, minimumWindow, graceShare, significance, improvement);
    }

    /** Returns this with another shortest window, in steps. */
    public Flatness withMinimumWindow(long steps) {
        return new Flatness(window, windowShare, steps, graceShare, significance, improvement);
    }

    /** Returns this with another grace period, as a share of the window. */
    public Flatness withGraceShare(double share) {
        return new Flatness(window, windowShare, minimumWindow, share, significance, improvement);
    }

    /** Returns this with another error probability of its tests. */
    public Flatness withSignificance(double probability) {
        return new Flatness(window, windowShare, minimumWindow, graceShare, probability, improvement);
    }

    /** Returns this with another improvement, as a share of the loss over a window. */
    public Flatness withImprovement(double share) {
        return new Flatness(window, windowShare, minimumWindow, graceShare, significance, share);
    }
}
