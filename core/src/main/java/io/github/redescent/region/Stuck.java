package io.github.redescent.region;

import java.util.Map;
import java.util.Optional;

/**
 * The loss stays where the best constant prediction's is: neither the skill's band nor what it gains lets it become
 * noticeable in the steps left. Where the gradients are dead as well, that is the verdict.
 */
final class Stuck {
    /** A model that is better on nearly all batches and far worse on a few has learned. */
    private static final double WINS = 0.7;

    /** Share of the window that must have passed since the peak of a loss that is far above the constant's. */
    private static final double PAST_PEAK = 0.5;

    private Stuck() {}

    static Optional<Finding> find(Case run) {
        Thresholds limits = run.limits();
        double least = run.least();
        boolean stuck = !run.isPerfect()
                && run.isOver(limits.flatShare())
                && run.upper() < least
                && run.window().wins() < WINS
                && run.reachableIn(run.left()) < least
                && (!run.isFar() || (run.endsAbove() && run.isPastPeak(PAST_PEAK)));
        if (!stuck) {
            return Optional.empty();
        }
        return Optional.of(run.foundOrDead(
                name(run),
                "no better than the best constant prediction (skill "
                        + Numbers.brief(run.window().skill().value()) + ") and not getting better",
                Map.of("skill", least)));
    }

    private static Verdict name(Case run) {
        if (run.attempt().learned() > run.limits().lostSkill()) {
            return Verdict.DIVERGED;
        }
        return run.isFar() ? Verdict.HOPELESS : Verdict.STUCK;
    }
}
