package io.github.redescent.region;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Feeds sequences of losses to the detectors, step 1 first. */
final class Losses {
    static final Thresholds LIMITS = Thresholds.defaults();
    static final double LN10 = Math.log(10);

    private Losses() {}

    /** Returns the lengths of a run of 800 steps: window 100, grace 50, blocks of 2. */
    static Lengths lengths() {
        return Lengths.of(LIMITS, OptionalLong.of(800));
    }

    static Attempt fresh() {
        return Attempt.startingAfter(0, lengths());
    }

    static Observation at(long step, double loss) {
        return Observation.step(step, 0, loss, Map.of());
    }

    static Observation withChance(long step, double loss) {
        return at(step, loss)
                .withMeasured(Measurements.builder()
                        .total(Quantity.CONSTANT_LOSS, LN10)
                        .build());
    }

    static Attempt feed(Attempt attempt, int steps, IntToDoubleFunction loss) {
        Attempt fed = attempt;
        for (int i = 1; i <= steps; i++) {
            fed = fed.append(at(fed.step() + 1, loss.applyAsDouble(i)), path -> true, LIMITS);
        }
        return fed;
    }

    /** Returns the first finding in a run of known or unknown chance loss, with the step in its place. */
    static Optional<Found> first(boolean chance, OptionalDouble acceptable, int steps, IntToDoubleFunction loss) {
        Attempt attempt = fresh();
        for (int step = 1; step <= steps; step++) {
            double value = loss.applyAsDouble(step);
            Observation now = chance ? withChance(step, value) : at(step, value);
            attempt = attempt.append(now, path -> true, LIMITS);
            Optional<Finding> finding = Region.judge(attempt, now, LIMITS, acceptable);
            if (finding.isPresent()) {
                return Optional.of(new Found(step, finding.get()));
            }
        }
        return Optional.empty();
    }

    static IntToDoubleFunction noisy(long seed, double noise, IntToDoubleFunction loss) {
        Random random = new Random(seed);
        return step -> loss.applyAsDouble(step) + noise * random.nextGaussian();
    }

    /**
     * A finding with its step.
     *
     * @param step when
     * @param finding what
     */
    record Found(long step, Finding finding) {}
}
