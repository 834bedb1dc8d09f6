package io.github.redescent.region;

/** Builds thresholds; each method is named after the component that it sets. Not thread-safe. */
public final class ThresholdsBuilder {
    private double errors;
    private double gainErrors;
    private double margin;
    private double leastSkill;
    private double quietShare;
    private double flatShare;
    private double hopelessShare;
    private double horizon;
    private long openSteps;
    private long openHopelessSteps;
    private double optimism;
    private double collapse;
    private double movement;
    private double lostSkill;
    private double lostShare;
    private double explosion;
    private double zeroShare;
    private double vanishedRatio;
    private int deadLooks;

    ThresholdsBuilder(Thresholds from) {
        errors = from.errors();
        gainErrors = from.gainErrors();
        margin = from.margin();
        leastSkill = from.leastSkill();
        quietShare = from.quietShare();
        flatShare = from.flatShare();
        hopelessShare = from.hopelessShare();
        horizon = from.horizon();
        openSteps = from.openSteps();
        openHopelessSteps = from.openHopelessSteps();
        optimism = from.optimism();
        collapse = from.collapse();
        movement = from.movement();
        lostSkill = from.lostSkill();
        lostShare = from.lostShare();
        explosion = from.explosion();
        zeroShare = from.zeroShare();
        vanishedRatio = from.vanishedRatio();
        deadLooks = from.deadLooks();
    }

    /** See {@link Thresholds#errors}. */
    public ThresholdsBuilder errors(double value) {
        errors = value;
        return this;
    }

    /** See {@link Thresholds#gainErrors}. */
    public ThresholdsBuilder gainErrors(double value) {
        gainErrors = value;
        return this;
    }

    /** See {@link Thresholds#margin}. */
    public ThresholdsBuilder margin(double value) {
        margin = value;
        return this;
    }

    /** See {@link Thresholds#leastSkill}. */
    public ThresholdsBuilder leastSkill(double value) {
        leastSkill = value;
        return this;
    }

    /** See {@link Thresholds#quietShare}. */
    public ThresholdsBuilder quietShare(double value) {
        quietShare = value;
        return this;
    }

    /** See {@link Thresholds#flatShare}. */
    public ThresholdsBuilder flatShare(double value) {
        flatShare = value;
        return this;
    }

    /** See {@link Thresholds#hopelessShare}. */
    public ThresholdsBuilder hopelessShare(double value) {
        hopelessShare = value;
        return this;
    }

    /** See {@link Thresholds#horizon}. */
    public ThresholdsBuilder horizon(double value) {
        horizon = value;
        return this;
    }

    /** See {@link Thresholds#openSteps}. */
    public ThresholdsBuilder openSteps(long value) {
        openSteps = value;
        return this;
    }

    /** See {@link Thresholds#openHopelessSteps}. */
    public ThresholdsBuilder openHopelessSteps(long value) {
        openHopelessSteps = value;
        return this;
    }

    /** See {@link Thresholds#optimism}. */
    public ThresholdsBuilder optimism(double value) {
        optimism = value;
        return this;
    }

    /** See {@link Thresholds#collapse}. */
    public ThresholdsBuilder collapse(double value) {
        collapse = value;
        return this;
    }

    /** See {@link Thresholds#movement}. */
    public ThresholdsBuilder movement(double value) {
        movement = value;
        return this;
    }

    /** See {@link Thresholds#lostSkill}. */
    public ThresholdsBuilder lostSkill(double value) {
        lostSkill = value;
        return this;
    }

    /** See {@link Thresholds#lostShare}. */
    public ThresholdsBuilder lostShare(double value) {
        lostShare = value;
        return this;
    }

    /** See {@link Thresholds#explosion}. */
    public ThresholdsBuilder explosion(double value) {
        explosion = value;
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

    /** See {@link Thresholds#deadLooks}. */
    public ThresholdsBuilder deadLooks(int value) {
        deadLooks = value;
        return this;
    }

    /**
     * Returns the thresholds.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Thresholds build() {
        return new Thresholds(
                errors,
                gainErrors,
                margin,
                leastSkill,
                quietShare,
                flatShare,
                hopelessShare,
                horizon,
                openSteps,
                openHopelessSteps,
                optimism,
                collapse,
                movement,
                lostSkill,
                lostShare,
                explosion,
                zeroShare,
                vanishedRatio,
                deadLooks);
    }
}
