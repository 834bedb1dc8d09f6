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
        boolean hopeless = run.isOver(limits.hopelessShare())
                && run.isOldEnough(limits.openHopelessSteps())
                && run.isFar()
                && window.wins() < WINS
                && run.isPastPeak(PAST_PEAK)
                && run.endsAbove();
        return hopeless
                ? Optional.of(run.found(
                        Verdict.HOPELESS,
                        "far above the best constant prediction and not coming down in time",
                        Map.of("loss", window.constant())))
                : Optional.empty();
    }
}
