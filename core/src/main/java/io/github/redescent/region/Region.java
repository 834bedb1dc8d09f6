package io.github.redescent.region;

import java.util.Optional;
import java.util.OptionalDouble;

/** Asks all detectors, the surest first. */
public final class Region {
    private Region() {}

    /**
     * Judges an attempt by its newest step. Costs next to nothing but at the end of a block, a sixty-fourth to a
     * thirty-second of the attempt's age.
     *
     * @param acceptable a loss that the user accepts: whatever is below it is healthy
     * @return empty if it looks healthy
     */
    public static Optional<Finding> judge(Attempt attempt, Thresholds limits, OptionalDouble acceptable) {
        Optional<Finding> broken = NonFinite.find(attempt);
        boolean due =
                attempt.curve().justCompleted() && attempt.curve().blocks().size() >= Window.FEWEST;
        if (broken.isPresent() || !due || !isOpen(attempt, limits) || isAccepted(attempt, acceptable)) {
            return broken;
        }
        Optional<Finding> bad = attempt.window().flatMap(seen -> judge(new Case(attempt, seen, limits)));
        if (bad.isPresent()) {
            return bad;
        }
        return acceptable.isPresent()
                ? Missed.find(attempt, acceptable.getAsDouble(), limits)
                : attempt.window().isPresent() ? Optional.empty() : Unknown.find(attempt, limits);
    }

    private static Optional<Finding> judge(Case run) {
        Optional<Finding> sure = Lost.find(run).or(() -> TooSlow.find(run));
        return sure.isPresent() || run.learns()
                ? sure
                : Collapsed.find(run).or(() -> Hopeless.find(run)).or(() -> Stuck.find(run));
    }

    private static boolean isOpen(Attempt attempt, Thresholds limits) {
        return attempt.end().isPresent()
                ? attempt.step() < attempt.end().getAsLong()
                : attempt.step() - attempt.begin() >= limits.openSteps();
    }

    private static boolean isAccepted(Attempt attempt, OptionalDouble acceptable) {
        return acceptable.isPresent()
                && attempt.curve()
                                .blocks()
                                .get(attempt.curve().blocks().size() - 1)
                                .meanLoss()
                        <= acceptable.getAsDouble();
    }
}
