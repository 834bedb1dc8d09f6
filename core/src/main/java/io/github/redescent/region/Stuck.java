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
        double least = limits.leastSkill();
        boolean stuck = run.isOver(limits.flatShare())
                && run.upper() < least
                && run.window().wins() < WINS
                && run.reachable() < least;
        if (!stuck) {
            return Optional.empty();
        }
        Gradients gradients = run.attempt().gradients();
        boolean dead = gradients.areDead(limits);
        String sign = dead ? ", " + gradients.sign(limits) : "";
        return Optional.of(run.found(
                dead ? Verdict.DEAD : Verdict.STUCK,
                "no better than the best constant prediction (skill "
                        + Numbers.brief(run.window().skill().value()) + ") and not getting better" + sign,
                Map.of("skill", least)));
    }
}
