package io.github.redescent.region;

/** Builds thresholds; each method is named after the component that it sets. Not thread-safe. */
public final class ThresholdsBuilder {
    private long window;
    private double windowShare;
    private long minimumWindow;
    private double graceShare;
    private double significance;
    private double improvement;
    private double approach;
    private double chanceMargin;
    private double learnedShare;
    private double divergenceFactor;
    private int divergenceWindow;
    private double spreads;
    private double zeroShare;
    private double vanishedRatio;
    private int deadBlocks;
    private double slowUpdate;

    ThresholdsBuilder(Thresholds from) {
        window = from.window();
        windowShare = from.windowShare();
        minimumWindow = from.minimumWindow();
        graceShare = from.graceShare();
        significance = from.significance();
        improvement = from.improvement();
        approach = from.approach();
        chanceMargin = from.chanceMargin();
        learnedShare = from.learnedShare();
        divergenceFactor = from.divergenceFactor();
        divergenceWindow = from.divergenceWindow();
        spreads = from.spreads();
        zeroShare = from.zeroShare();
        vanishedRatio = from.vanishedRatio();
        deadBlocks = from.deadBlocks();
        slowUpdate = from.slowUpdate();
    }

    /** See {@link Thresholds#window}. */
    public ThresholdsBuilder window(long value) {
        window = value;
        return this;
    }

    /** See {@link Thresholds#windowShare}. */
    public ThresholdsBuilder windowShare(double value) {
        windowShare = value;
        return this;
    }

    /** See {@link Thresholds#minimumWindow}. */
    public ThresholdsBuilder minimumWindow(long value) {
        minimumWindow = value;
        return this;
    }

    /** See {@link Thresholds#graceShare}. */
    public ThresholdsBuilder graceShare(double value) {
        graceShare = value;
        return this;
    }

    /** See {@link Thresholds#significance}. */
    public ThresholdsBuilder significance(double value) {
        significance = value;
        return this;
    }

    /** See {@link Thresholds#improvement}. */
    public ThresholdsBuilder improvement(double value) {
        improvement = value;
        return this;
    }

    /** See {@link Thresholds#approach}. */
    public ThresholdsBuilder approach(double value) {
        approach = value;
        return this;
    }

    /** See {@link Thresholds#chanceMargin}. */
    public ThresholdsBuilder chanceMargin(double value) {
        chanceMargin = value;
        return this;
    }

    /** See {@link Thresholds#learnedShare}. */
    public ThresholdsBuilder learnedShare(double value) {
        learnedShare = value;
        return this;
    }

    /** See {@link Thresholds#divergenceFactor}. */
    public ThresholdsBuilder divergenceFactor(double value) {
        divergenceFactor = value;
        return this;
    }

    /** See {@link Thresholds#divergenceWindow}. */
    public ThresholdsBuilder divergenceWindow(int value) {
        divergenceWindow = value;
        return this;
    }

    /** See {@link Thresholds#spreads}. */
    public ThresholdsBuilder spreads(double value) {
        spreads = value;
        return this;
    }

    /** See {@link Thresholds#zeroShare}. */
    public ThresholdsBuilder zeroShare(double value) {
        zeroShare = value;
        return this;
    }

    /** See {@link Thresholds#vanishedRatio}. */
    public ThresholdsBuilder vanishedRatio(double value) {
        vanishedRatio = value;
        return this;
    }

    /** See {@link Thresholds#deadBlocks}. */
    public ThresholdsBuilder deadBlocks(int value) {
        deadBlocks = value;
        return this;
    }

    /** See {@link Thresholds#slowUpdate}. */
    public ThresholdsBuilder slowUpdate(double value) {
        slowUpdate = value;
        return this;
    }

    /**
     * Returns the thresholds.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Thresholds build() {
        return new Thresholds(
                window,
                windowShare,
                minimumWindow,
                graceShare,
                significance,
                improvement,
                approach,
                chanceMargin,
                learnedShare,
                divergenceFactor,
                divergenceWindow,
                spreads,
                zeroShare,
                vanishedRatio,
                deadBlocks,
                slowUpdate);
    }
}
