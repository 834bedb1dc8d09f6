package io.github.redescent.region;

/**
 * Every constant of the detectors. The defaults were chosen on recorded runs with known outcomes;
 * {@code docs/bad-regions.md} has the reason of each and the tables. Most users need only
 * {@link io.github.redescent.policy.ReinitializeOnBadRegion#withFalseAlarms}.
 *
 * @param errors standard errors to either side of a skill; default 2
 * @param gainErrors standard errors by which its gain may be greater than it looks; default 2.5
 * @param margin the {@linkplain Skill skill} from which a model counts as having learned something worth keeping;
 *     default 0.05
 * @param leastSkill the skill that a run at the constant prediction's level must still be able to reach, as far as its
 *     band and its gain allow; default 0.01. Where the model was better than that prediction for sure, at some time, it
 *     is 0: a small skill is learning
 * @param quietShare share of the run after which updates that are too small, and outputs that ignore their inputs, are
 *     told; default 0.1
 * @param flatShare share of the run after which a stuck loss is told; default 0.15
 * @param hopelessShare share of the run after which a loss is called hopelessly high; default 0.35
 * @param horizon the end of a run without planned steps, as a multiple of its age; default 1.9
 * @param openSteps steps before which a run without planned steps is not judged; default 80
 * @param openHopelessSteps steps before which its loss is not called hopelessly high; default 200
 * @param optimism how many times faster than so far a high loss may still fall; default 2
 * @param collapse spread of the excess, as a share of the spread of the constant prediction's loss, below which the
 *     output does not depend on the input; default 0.12
 * @param movement relative change of the weights, in all the steps left, below which updates are too small; default
 *     0.015
 * @param lostSkill the skill that must have been there to be lost; default 0.2
 * @param lostShare the share of it that a run must have kept, or be able to get back; default 0.5
 * @param explosion how many times its highest level so far a loss of unknown quality must reach to have diverged;
 *     default 100
 * @param zeroShare share of exactly zero gradient entries from which a layer counts as dead; default 0.7
 * @param vanishedRatio gradient norm over parameter norm below which a layer's gradient counts as vanished; default
 *     1e-7, the precision of a float
 * @param deadLooks successive measurements that must find a dead layer; default 4
 */
public record Thresholds(
        double errors,
        double gainErrors,
        double margin,
        double leastSkill,
        double quietShare,
        double flatShare,
        double hopelessShare,
        double horizon,
        long openSteps,
        long openHopelessSteps,
        double optimism,
        double collapse,
        double movement,
        double lostSkill,
        double lostShare,
        double explosion,
        double zeroShare,
        double vanishedRatio,
        int deadLooks) {
    private static final Thresholds DEFAULTS = new Thresholds(
            2, 2.5, 0.05, 0.01, 0.1, 0.15, 0.35, 1.9, 80, 200, 2, 0.12, 0.015, 0.2, 0.5, 100, 0.7, 1e-7, 4);

    /**
     * Checks the constants.
     *
     * @throws IllegalArgumentException if one is out of range; the message says which range
     */
    public Thresholds {
        Ranges.require(errors > 0 && errors <= 10, "errors", errors, "in (0, 10]; try 2");
        Ranges.require(gainErrors > 0 && gainErrors <= 10, "gainErrors", gainErrors, "in (0, 10]; try 2.5");
        Ranges.require(margin > 0 && margin < 1, "margin", margin, "in (0, 1); try 0.05");
        Ranges.require(leastSkill > 0 && leastSkill <= margin, "leastSkill", leastSkill, "in (0, margin]; try 0.01");
        Ranges.require(isShare(quietShare), "quietShare", quietShare, "in (0, 1); try 0.1");
        Ranges.require(isShare(flatShare), "flatShare", flatShare, "in (0, 1); try 0.15");
        Ranges.require(isShare(hopelessShare), "hopelessShare", hopelessShare, "in (0, 1); try 0.35");
        Ranges.require(horizon > 1 && horizon <= 100, "horizon", horizon, "in (1, 100]; try 1.9");
        Ranges.require(openSteps >= 24, "openSteps", openSteps, "at least 24; fewer show no trend");
        Ranges.require(
                openHopelessSteps >= openSteps, "openHopelessSteps", openHopelessSteps, "at least openSteps; try 200");
        Ranges.require(optimism >= 1 && optimism <= 100, "optimism", optimism, "in [1, 100]; try 2");
        Ranges.require(collapse >= 0 && collapse < 1, "collapse", collapse, "in [0, 1); try 0.12");
        Ranges.require(movement >= 0 && movement < 1, "movement", movement, "in [0, 1); try 0.015");
        Ranges.require(isShare(lostSkill), "lostSkill", lostSkill, "in (0, 1); try 0.2");
        Ranges.require(isShare(lostShare), "lostShare", lostShare, "in (0, 1); try 0.5");
        Ranges.require(explosion > 1, "explosion", explosion, "above 1; try 100");
        Ranges.require(zeroShare > 0 && zeroShare <= 1, "zeroShare", zeroShare, "in (0, 1]; try 0.7");
        Ranges.require(vanishedRatio >= 0 && vanishedRatio < 1, "vanishedRatio", vanishedRatio, "in [0, 1); try 1e-7");
        Ranges.require(deadLooks >= 1, "deadLooks", deadLooks, "at least 1; try 4");
    }

    /** Returns the defaults. */
    public static Thresholds defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the thresholds for a budget of false alarms; 0.5 gives the defaults.
     *
     * @param perHundred alarms on a hundred healthy runs, positive; what is above 2 buys nothing more
     * @throws IllegalArgumentException if it is out of range
     */
    public static Thresholds forFalseAlarms(double perHundred) {
        Ranges.require(
                perHundred > 0 && perHundred <= 100,
                "falseAlarms",
                perHundred,
                "in (0, 100] per hundred runs; try 0.5");
        return FalseAlarms.within(perHundred);
    }

    /** Returns a builder that starts from these. */
    public ThresholdsBuilder toBuilder() {
        return new ThresholdsBuilder(this);
    }

    private static boolean isShare(double value) {
        return value > 0 && value < 1;
    }
}
