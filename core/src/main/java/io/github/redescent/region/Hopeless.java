package io.github.redescent.region;

import java.util.Map;
import java.util.Optional;

/**
 * The loss is far above the best constant prediction's, on most batches, and even falling a few times faster than since
 * its peak it would not be below that at the end.
 */
final class Hopeless {
    private static final double WINS = 0.5;

    /** Share of the window that must have passed since the peak, to see how the loss falls. */
    private static final double PAST_PEAK = 0.75;

    private Hopeless() {}

    static Optional<Finding> find(Case run) {
        Thresholds limits = run.limits();
        Window window = run.window();
        double descent = Math.min(0, window.descent());
        boolean hopeless = run.isOver(limits.hopelessShare())
                && run.isOldEnough(limits.openHopelessSteps())
                && window.skill().value() < Forecast.FAR
                && window.wins() < WINS
                && run.sincePeak() >= PAST_PEAK * window.length()
                && window.excess() + limits.optimism() * descent * run.left() > 0;
        return hopeless
                ? Optional.of(run.found(
                        Verdict.HOPELESS,
                        "far above the best constant prediction and not coming down in time",
                        Map.of("loss", window.constant())))
                : Optional.empty();
    }
}
