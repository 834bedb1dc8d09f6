package io.github.redescent.region;

import java.util.Map;
import java.util.Optional;

/** The model had learned, has lost most of it, and is not getting it back. */
final class Lost {
    /** Share of the window that must have passed since the peak. */
    private static final double PAST_PEAK = 0.5;

    /** A model that is better on nearly all batches and far worse on a few has lost nothing. */
    private static final double WINS = 0.7;

    private Lost() {}

    /** A run that lost its skill is given as long to get it back as has passed since. */
    static Optional<Finding> find(Case run) {
        Thresholds limits = run.limits();
        double had = run.attempt().learned();
        double kept = limits.lostShare() * had;
        boolean lost = had > limits.lostSkill()
                && run.upper() < kept
                && (run.isFar() ? run.endsAbove() : run.reachableIn(run.sincePeak()) < kept)
                && run.isPastPeak(PAST_PEAK)
                && run.window().wins() < WINS;
        return lost
                ? Optional.of(run.foundOrDead(
                        Verdict.DIVERGED,
                        "skill " + Numbers.brief(had) + " fell to "
                                + Numbers.brief(run.window().skill().value()) + " and does not come back",
                        Map.of("skill", kept)))
                : Optional.empty();
    }
}
