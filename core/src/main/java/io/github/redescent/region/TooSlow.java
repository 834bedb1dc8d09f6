package io.github.redescent.region;

import java.util.Map;
import java.util.Optional;

/**
 * The updates are so small that all of them until the end would hardly move the weights, and nothing is learned yet.
 */
final class TooSlow {
    private TooSlow() {}

    static Optional<Finding> find(Case run) {
        Thresholds limits = run.limits();
        double ratio = run.window().updateRatio();
        double movement = ratio * run.left();
        return run.isOver(limits.quietShare())
                        && !run.isSkilled()
                        && run.upper() < limits.margin()
                        && movement < limits.movement()
                ? Optional.of(run.found(
                        Verdict.TOO_SLOW,
                        "each update changes the weights by " + Numbers.brief(ratio) + ", all that are left by "
                                + Numbers.brief(movement),
                        Map.of("movement", limits.movement())))
                : Optional.empty();
    }
}
