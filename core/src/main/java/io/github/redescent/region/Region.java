package io.github.redescent.region;

import io.github.redescent.control.Observation;
import java.util.Optional;
import java.util.OptionalDouble;

/** Asks all detectors, the gravest first. */
public final class Region {
    private Region() {}

    /**
     * Judges an attempt.
     *
     * @param now the newest observation, already appended to the attempt
     * @param acceptable the loss that the user accepts, empty to go by the constant predictor's
     * @return empty if it looks healthy
     */
    public static Optional<Finding> judge(
            Attempt attempt, Observation now, Thresholds limits, OptionalDouble acceptable) {
        return NonFinite.find(now)
                .or(() -> Diverged.find(attempt, limits))
                .or(() -> Plateau.of(attempt, limits, acceptable).map(plateau -> name(plateau, attempt, limits)));
    }

    private static Finding name(Plateau plateau, Attempt attempt, Thresholds limits) {
        return Diverged.find(plateau, attempt, limits)
                .or(() -> Dead.find(plateau, attempt, limits))
                .orElseGet(() -> Stuck.in(plateau));
    }
}
