package io.github.redescent.replay;

import static io.github.redescent.region.Verdict.DEAD;
import static io.github.redescent.region.Verdict.DIVERGED;
import static io.github.redescent.region.Verdict.HEALTHY;
import static io.github.redescent.region.Verdict.HOPELESS;
import static io.github.redescent.region.Verdict.NON_FINITE;
import static io.github.redescent.region.Verdict.STUCK;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.region.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Kinds of runs with a known verdict, as sequences of losses. {@code x} is the share of the run that has passed, in [0,
 * 1]; chance is ln 10 unless a kind says otherwise.
 */
enum SyntheticRun {
    SLOW_BUT_CONVERGING(HEALTHY, (x, r) -> 0.5 + 1.8 * Math.exp(-x / 0.8) + 0.1 * r.nextGaussian()),
    VERY_SLOW(HEALTHY, (x, r) -> 2.4 * (1 - 0.35 * x) + 0.05 * r.nextGaussian()),
    BATCH_SIZE_ONE(HEALTHY, (x, r) -> (0.3 + 2 * Math.exp(-3 * x)) * exponential(r)),
    BATCH_SIZE_ONE_SLOW(HEALTHY, (x, r) -> (1.2 + 1.1 * Math.exp(-2 * x)) * exponential(r)),
    LABEL_NOISE_60_PERCENT(HEALTHY, (x, r) -> 1.876 + 0.7 * Math.exp(-30 * x) + 0.08 * r.nextGaussian()),
    LABEL_NOISE_80_PERCENT(HEALTHY, (x, r) -> 2.175 + 0.4 * Math.exp(-30 * x) + 0.06 * r.nextGaussian()),
    IMBALANCED(HEALTHY, 0.1985, (x, r) -> imbalanced(r, 0.1 + 0.6 * Math.exp(-25 * x), 0.7)),
    IMBALANCED_BARELY_BETTER(HEALTHY, 0.1985, (x, r) -> imbalanced(r, 0.04 + 0.6 * Math.exp(-25 * x), 0.88)),
    CONVERGED_BEFORE(HEALTHY, (x, r) -> 0.05 * Math.exp(0.5 * r.nextGaussian())),
    CONVERGED_BEFORE_BATCH_ONE(HEALTHY, (x, r) -> 0.1 * Math.exp(1.5 * r.nextGaussian())),
    CONVERGED_REGRESSION(HEALTHY, 1, (x, r) -> 1e-5 * (1 + 0.3 * r.nextGaussian())),
    STEP_SCHEDULE(
            HEALTHY,
            (x, r) -> 0.03 * r.nextGaussian() + (x < 0.35 ? 1.2 + 1.3 * Math.exp(-20 * x) : x < 0.7 ? 0.6 : 0.4)) {
        @Override
        double rate(double x) {
            return x < 0.35 ? 0.1 : x < 0.7 ? 0.01 : 0.001;
        }
    },
    WARM_UP(HEALTHY, (x, r) -> 0.04 * r.nextGaussian() + (x < 0.1 ? 2.36 : 0.4 + 1.96 * Math.exp(-6 * (x - 0.1)))),
    LONG_WARM_UP(
            HEALTHY, (x, r) -> 0.02 * r.nextGaussian() + (x < 0.3 ? 2.31 : 0.4 + 1.91 * Math.exp(-6 * (x - 0.3)))) {
        @Override
        double rate(double x) {
            return Math.min(1, x / 0.33);
        }
    },
    COSINE_RESTARTS(
            HEALTHY,
            (x, r) -> 0.06 * r.nextGaussian() + 0.4 + 0.8 * (1 - 4 * x % 1) * (1 - x / 2) + 1.2 * Math.exp(-20 * x)) {
        @Override
        double rate(double x) {
            return 0.05 * (1 + Math.cos(Math.PI * (4 * x % 1)));
        }
    },
    BIG_INITIALISATION(HEALTHY, (x, r) -> (0.6 + 50 * Math.exp(-12 * x)) * (1 + 0.2 * r.nextGaussian())),
    BIG_INITIALISATION_SLOW(HEALTHY, (x, r) -> (0.6 + 20 * Math.exp(-5 * x)) * (1 + 0.3 * r.nextGaussian())),
    BIG_INITIALISATION_TO_CHANCE_THEN_ON(
            HEALTHY, (x, r) -> 0.05 * r.nextGaussian() + 40 * Math.exp(-60 * x) + 2.3 - 1.5 * x),
    SPIKES(
            HEALTHY,
            (x, r) -> 0.05 * r.nextGaussian()
                    + 0.5
                    + 1.8 * Math.exp(-8 * x)
                    + 12 * Math.exp(-120 * (5 * x % 1)) * (x > 0.2 ? 1 : 0)),
    NOISY_REGRESSION(HEALTHY, 1, (x, r) -> (0.9 + 0.4 * Math.exp(-20 * x)) * chiSquare(r, 32)),
    LANGUAGE_MODEL(HEALTHY, 7, (x, r) -> 3.5 + 6.5 * Math.pow(1 + 200 * x, -0.4) + 0.15 * r.nextGaussian()),
    NEGATIVE_LOSS(HEALTHY, Double.NaN, (x, r) -> 1 - 4 * (1 - Math.exp(-5 * x)) + 0.5 * r.nextGaussian()),
    SHORT_PLATEAU_FIRST(
            HEALTHY, (x, r) -> 0.03 * r.nextGaussian() + (x < 0.1 ? 2.31 : 0.3 + 2 * Math.exp(-5 * (x - 0.1)))),
    SPARSE_GRADIENTS(HEALTHY, (x, r) -> 0.4 + 1.9 * Math.exp(-2 * x) + 0.1 * r.nextGaussian()) {
        @Override
        Measurements.Builder measure(double x, Random r) {
            return Measurements.builder().total(Quantity.ZERO_GRADIENTS, 0.9 + 0.05 * r.nextDouble());
        }
    },
    SPARSE_AND_CONVERGED(HEALTHY, (x, r) -> 0.4 + 0.05 * r.nextGaussian()) {
        @Override
        Measurements.Builder measure(double x, Random r) {
            return Measurements.builder()
                    .total(Quantity.ZERO_GRADIENTS, 0.8)
                    .total(Quantity.GRADIENT_NORM, 1e-3)
                    .total(Quantity.PARAMETER_NORM, 30);
        }
    },

    STUCK_AT_CHANCE(STUCK, (x, r) -> 2.303 + 0.03 * r.nextGaussian()),
    STUCK_AT_CHANCE_NOISY(STUCK, (x, r) -> 2.32 + 0.15 * r.nextGaussian()),
    STUCK_AFTER_FIRST_DROP(STUCK, (x, r) -> 2.31 + 1.5 * Math.exp(-80 * x) + 0.03 * r.nextGaussian()),
    STUCK_ABOVE_CHANCE(STUCK, (x, r) -> 2.31 + 0.9 * (1 - Math.exp(-100 * x)) + 0.3 * r.nextGaussian()),
    STUCK_ABOVE_CHANCE_NOISY(STUCK, (x, r) -> (x == 0 ? 2.4 : 3.2) + 0.8 * r.nextGaussian()),
    STUCK_REGRESSION(STUCK, 1, (x, r) -> 1.02 * chiSquare(r, 32)),
    STUCK_IMBALANCED(STUCK, 0.1985, (x, r) -> imbalanced(r, 0.5 * Math.exp(-100 * x), 1)),
    STUCK_RATE_FAR_TOO_SMALL(STUCK, (x, r) -> 2.45 - 0.01 * x + 0.03 * r.nextGaussian()),
    COLLAPSED_TO_CHANCE(DIVERGED, (x, r) -> 0.04 * r.nextGaussian() + (x < 0.4 ? 0.8 + 1.5 * Math.exp(-10 * x) : 2.31)),
    DIVERGING(HOPELESS, (x, r) -> 2.3 * Math.exp(8 * x) * (1 + 0.1 * r.nextGaussian())),
    DIVERGING_AFTER_LEARNING(
            DIVERGED,
            (x, r) -> x < 0.5
                    ? 0.6 + 1.7 * Math.exp(-8 * x) + 0.05 * r.nextGaussian()
                    : 15 * (1 + 0.3 * r.nextGaussian())),
    DIVERGING_AT_ONCE(HOPELESS, (x, r) -> x == 0 ? 2.4 : 30 * (1 + 0.3 * r.nextGaussian())),
    RISING_BELOW_ZERO(
            HEALTHY,
            Double.NaN,
            (x, r) ->
                    x < 0.4 ? 1 - 4 * (1 - Math.exp(-8 * x)) + 0.2 * r.nextGaussian() : 20 + 40 * x + r.nextGaussian()),
    EXPLODING(
            DIVERGED,
            (x, r) -> x < 0.6 ? 0.6 + 1.7 * Math.exp(-8 * x) + 0.05 * r.nextGaussian() : 1e4 * (1 + r.nextDouble())),
    NOT_A_NUMBER(NON_FINITE, (x, r) -> x < 0.05 ? 2.3 - x + 0.05 * r.nextGaussian() : Double.NaN),
    OVERFLOW(NON_FINITE, (x, r) -> 2 + Math.exp(x * 80_000)),
    DYING_RECTIFIERS(DEAD, (x, r) -> 2.305 + 0.3 * Math.exp(-100 * x) + 0.04 * r.nextGaussian()) {
        @Override
        Measurements.Builder measure(double x, Random r) {
            return Measurements.builder().total(Quantity.ZERO_GRADIENTS, Math.min(0.95, 0.4 + 8 * x));
        }
    },
    DYING_LATER(DEAD, (x, r) -> 0.05 * r.nextGaussian() + (x < 0.3 ? 1.0 + 1.4 * Math.exp(-10 * x) : 2.32)) {
        @Override
        Measurements.Builder measure(double x, Random r) {
            return Measurements.builder().total(Quantity.ZERO_GRADIENTS, x < 0.3 ? 0.5 : 0.98);
        }
    },
    VANISHED_GRADIENTS(DEAD, (x, r) -> 2.31 + 0.03 * r.nextGaussian()) {
        @Override
        Measurements.Builder measure(double x, Random r) {
            return Measurements.builder()
                    .total(Quantity.GRADIENT_NORM, 1e-8 * (1 + r.nextDouble()))
                    .total(Quantity.PARAMETER_NORM, 30);
        }
    };

    private interface Loss {
        double at(double x, Random random);
    }

    private final Verdict expected;
    private final double chance;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state of their own
    private final Loss loss;

    SyntheticRun(Verdict expected, Loss loss) {
        this(expected, Math.log(10), loss);
    }

    SyntheticRun(Verdict expected, double chance, Loss loss) {
        this.expected = expected;
        this.chance = chance;
        this.loss = loss;
    }

    Verdict expected() {
        return expected;
    }

    /** Returns whether its noise, not paired with any constant's, may hide the verdict within 1,000 steps. */
    boolean isHidden() {
        return this == STUCK_REGRESSION || this == STUCK_IMBALANCED || this == STUCK_ABOVE_CHANCE_NOISY;
    }

    /** Returns whether it would not come down in twice its time: to know better, one must know how long it will be. */
    boolean isLate() {
        return this == BIG_INITIALISATION_SLOW;
    }

    boolean hasChance() {
        return !Double.isNaN(chance);
    }

    /** Returns a run that knows its length and, where the kind has one, its chance loss. */
    Trace trace(int steps, long seed) {
        TraceHeader header = TraceHeader.named(name() + '-' + seed).withPlannedSteps(steps);
        return new Trace(hasChance() ? header.withChanceLoss(chance) : header, observations(steps, seed));
    }

    /** Returns a run of which nothing else is known. */
    Trace bareTrace(int steps, long seed) {
        return new Trace(TraceHeader.named(name() + '-' + seed), observations(steps, seed));
    }

    /** Returns a run whose length is not known. */
    Trace openTrace(int steps, long seed) {
        TraceHeader header = TraceHeader.named(name() + '-' + seed);
        return new Trace(hasChance() ? header.withChanceLoss(chance) : header, observations(steps, seed));
    }

    private List<Observation> observations(int steps, long seed) {
        Random random = new Random(seed);
        List<Observation> all = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            double x = (double) i / steps;
            double rate = rate(x);
            Map<String, Rate> rates = rate > 0 ? Map.of(TraceFields.WHOLE, Rate.scheduled(rate)) : Map.of();
            all.add(Observation.step(i + 1, 0, loss.at(x, random), rates)
                    .withMeasured(measure(x, random).build()));
        }
        return all;
    }

    double rate(double x) {
        return 0;
    }

    Measurements.Builder measure(double x, Random random) {
        return Measurements.builder();
    }

    private static double exponential(Random random) {
        return -Math.log(1 - random.nextDouble());
    }

    private static double chiSquare(Random random, int degrees) {
        double sum = 0;
        for (int i = 0; i < degrees; i++) {
            sum += Math.pow(random.nextGaussian(), 2);
        }
        return sum / degrees;
    }

    /**
     * The loss of a batch of 32 with 5% positives; {@code extra} is added, {@code share} of the rare ones' loss is
     * left.
     */
    private static double imbalanced(Random random, double extra, double share) {
        double sum = 0;
        for (int i = 0; i < 32; i++) {
            sum += random.nextDouble() < 0.05 ? -share * Math.log(0.05) : -Math.log(0.95);
        }
        return sum / 32 + (share == 1 ? extra : 0) + (extra > 0.1 && share < 1 ? extra - 0.1 : 0);
    }
}
