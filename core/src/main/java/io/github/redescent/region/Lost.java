package io.github.redescent.region;

import java.util.Map;
import java.util.Optional;

/** The model had learned, has lost most of it, and is not getting it back. */
final class Lost {
    private Lost() {}

    static Optional<Finding> find(Case run) {
        Thresholds limits = run.limits();
        double had = run.attempt().learned();
        double kept = limits.lostShare() * had;
        return had > limits.lostSkill() && run.upper() < kept && run.reachable() < kept && run.isPastPeak()
                ? Optional.of(run.found(
                        Verdict.DIVERGED,
                        "skill " + Numbers.brief(had) + " fell to "
                                + Numbers.brief(run.window().skill().value()) + " and does not come back",
                        Map.of("skill", kept)))
                : Optional.empty();
    }
}
