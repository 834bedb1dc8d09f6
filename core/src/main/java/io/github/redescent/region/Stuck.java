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

    private Stuck() {}

    static Optional<Finding> find(Case run) {
        Thresholds limits = run.limits();
        double least = run.least();
        boolean stuck = run.isOver(limits.flatShare())
                && run.upper() < least
                && run.window().wins() < WINS
                && run.reachableIn(run.left()) < least;
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
        return run.window().skill().value() < Forecast.FAR ? Verdict.HOPELESS : Verdict.STUCK;
    }
}
