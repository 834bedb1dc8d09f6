package io.github.redescent.region;

/**
 * Every constant of the detectors. The defaults were chosen on recorded and synthetic runs, healthy ones that look bad
 * among them; {@code docs/decisions} has the numbers.
 *
 * @param window steps over which a loss must be flat, where the run's length is unknown; default 256
 * @param windowShare the same as a share of the planned steps; default 1/8: an attempt that ends on it leaves most of
 *     the run to the next
 * @param minimumWindow the shortest window in steps, however short the run; default 100
 * @param graceShare steps at the start of an attempt that no window may reach into, as a share of the window; default
 *     1/2: initial transients, warm-up
 * @param significance error probability α of each test for a decrease; default 0.01
 * @param improvement a loss is flat if it promises less than this share of its level over the next window; default 0.02
 * @param approach over two windows or more a loss is flat, too, if the next window promises less than this share of its
 *     distance to the limit; default 1/8: it would not get there in the rest of the run
 * @param chanceMargin how far below the constant predictor's loss a model must be to have learned something, as a share
 *     ε of that loss; default 0.01: with ten classes of which 90% are drawn at random, the best model is 1.6% below;
 *     noise is allowed for besides
 * @param learnedShare by what share the loss must have fallen since the start to count as learning where L₀ is not
 *     known; default 0.1
 * @param divergenceFactor how many times the baseline a loss must reach to have diverged; default 2
 * @param divergenceWindow losses whose median is compared for divergence; default 16
 * @param spreads how many robust standard deviations a rise or a difference must measure; default 4
 * @param zeroShare share of exactly zero gradient entries from which a tensor counts as dead; default 0.7
 * @param vanishedRatio gradient norm over parameter norm below which a gradient counts as vanished; default 1e-7, the
 *     precision of a float
 * @param deadBlocks successive measurements that must find a dead tensor; default 4
 * @param slowUpdate norm of an update over the norm of the parameters below which the rate is far too small; default
 *     1e-4, a tenth of what is healthy
 */
public record Thresholds(
        long window,
        double windowShare,
        long minimumWindow,
        double graceShare,
        double significance,
        double improvement,
        double approach,
        double chanceMargin,
        double learnedShare,
        double divergenceFactor,
        int divergenceWindow,
        double spreads,
        double zeroShare,
        double vanishedRatio,
        int deadBlocks,
        double slowUpdate) {
    private static final Thresholds DEFAULTS =
            new Thresholds(256, 0.125, 100, 0.5, 0.01, 0.02, 0.125, 0.01, 0.1, 2, 16, 4, 0.7, 1e-7, 4, 1e-4);

    /**
     * Checks the constants.
     *
     * @throws IllegalArgumentException if one is out of range; the message says which range
     */
    public Thresholds {
        require(window >= minimumWindow, "window", window, "at least minimumWindow, " + minimumWindow);
        require(windowShare > 0 && windowShare <= 0.5, "windowShare", windowShare, "in (0, 0.5]; 0.125 is an eighth");
        require(minimumWindow >= 16, "minimumWindow", minimumWindow, "at least 16; shorter ones show no trend");
        require(graceShare >= 0 && graceShare <= 4, "graceShare", graceShare, "in [0, 4]");
        require(significance > 0 && significance < 0.5, "significance", significance, "in (0, 0.5); try 0.01");
        require(improvement > 0 && improvement < 1, "improvement", improvement, "in (0, 1); try 0.02");
        require(approach > 0 && approach < 1, "approach", approach, "in (0, 1); try 0.125");
        require(chanceMargin >= 0 && chanceMargin < 1, "chanceMargin", chanceMargin, "in [0, 1); try 0.03");
        require(learnedShare >= 0 && learnedShare < 1, "learnedShare", learnedShare, "in [0, 1); try 0.1");
        require(divergenceFactor > 1, "divergenceFactor", divergenceFactor, "above 1; try 2");
        require(divergenceWindow >= 4 && divergenceWindow <= 64, "divergenceWindow", divergenceWindow, "in [4, 64]");
        require(spreads > 0, "spreads", spreads, "positive; try 4");
        require(zeroShare > 0 && zeroShare <= 1, "zeroShare", zeroShare, "in (0, 1]; try 0.7");
        require(vanishedRatio >= 0 && vanishedRatio < 1, "vanishedRatio", vanishedRatio, "in [0, 1); try 1e-7");
        require(deadBlocks >= 1, "deadBlocks", deadBlocks, "at least 1; try 4");
        require(slowUpdate >= 0 && slowUpdate < 1, "slowUpdate", slowUpdate, "in [0, 1); try 1e-4");
    }

    /** Returns the defaults. */
    public static Thresholds defaults() {
        return DEFAULTS;
    }

    /** Returns a builder that starts from these. */
    public ThresholdsBuilder toBuilder() {
        return new ThresholdsBuilder(this);
    }

    private static void require(boolean holds, String name, Number value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + range + ", got " + value);
        }
    }
}
