package io.github.redescent.region;

import java.util.Map;
import java.util.Optional;

/**
 * The model has become a constant prediction: its loss follows that prediction's from batch to batch, so that hardly
 * anything of what the batches differ in is left in their difference.
 */
final class Collapsed {
    /** Spread, as a share of the loss, that all batches have in common with the rounding of numbers. */
    private static final double ROUNDING = 0.02;

    private static final int FEWEST_STEPS = 40;

    private Collapsed() {}

    static Optional<Finding> find(Case run) {
        Thresholds limits = run.limits();
        Window window = run.window();
        double spread = window.spread() / (window.constantSpread() + ROUNDING);
        boolean collapsed = !run.isPerfect()
                && run.isOver(limits.quietShare())
                && run.attempt().step() - run.attempt().begin() >= FEWEST_STEPS
                && Math.abs(window.skill().value()) < limits.margin()
                && spread < limits.collapse()
                && !run.gains();
        return collapsed
                ? Optional.of(run.found(
                        Verdict.DEAD,
                        "the output does not depend on the input (" + Numbers.brief(100 * spread)
                                + "% of the spread between batches is left)",
                        Map.of("spread", limits.collapse())))
                : Optional.empty();
    }
}
