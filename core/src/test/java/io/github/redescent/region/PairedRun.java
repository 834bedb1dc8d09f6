package io.github.redescent.region;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * A run whose batches differ by much, and whose loss is given as what it has more than the best constant prediction on
 * the same batch.
 */
final class PairedRun {
    static final double CONSTANT = Math.log(10);
    static final OptionalDouble ANY = OptionalDouble.empty();
    static final Thresholds LIMITS = Thresholds.defaults();

    private final Random random = new Random(5);
    private final int steps;
    private final double batchNoise;
    private double constant = CONSTANT;
    private boolean paired = true;
    private boolean planned = true;
    private OptionalDouble acceptable = ANY;
    private IntFunction<Measurements.Builder> measured = step -> Measurements.builder();
    private IntFunction<Double> rate = step -> 0.01;

    private PairedRun(int steps, double batchNoise) {
        this.steps = steps;
        this.batchNoise = batchNoise;
    }

    /** Returns a run of so many planned steps. */
    static PairedRun of(int steps) {
        return new PairedRun(steps, 0.1);
    }

    PairedRun withConstant(double loss) {
        constant = loss;
        return this;
    }

    PairedRun withoutConstant() {
        paired = false;
        return this;
    }

    PairedRun withoutPlan() {
        planned = false;
        return this;
    }

    PairedRun accepting(double loss) {
        acceptable = OptionalDouble.of(loss);
        return this;
    }

    PairedRun measuring(IntFunction<Measurements.Builder> numbers) {
        measured = numbers;
        return this;
    }

    PairedRun atRate(IntFunction<Double> schedule) {
        rate = schedule;
        return this;
    }

    /** Says how much more than the constant prediction's the loss is at a step, by noise of one's own if wanted. */
    interface Excess {
        double at(int step, Random random);
    }

    /** Returns the first finding. */
    Optional<Found> first(Excess excess) {
        Attempt attempt = begin();
        for (int step = 1; step <= steps; step++) {
            attempt = append(attempt, step, excess);
            Optional<Finding> finding = Region.judge(attempt, LIMITS, acceptable);
            if (finding.isPresent()) {
                return Optional.of(new Found(step, finding.get(), attempt));
            }
        }
        return Optional.empty();
    }

    /** Returns the first finding that is sure; suspicions are noted. */
    Optional<Found> firstSure(Excess excess) {
        Attempt attempt = begin();
        for (int step = 1; step <= steps; step++) {
            attempt = append(attempt, step, excess);
            Optional<Finding> finding = Region.judge(attempt, LIMITS, acceptable);
            if (finding.isPresent() && finding.get().certainty() == Finding.Certainty.CERTAIN) {
                return Optional.of(new Found(step, finding.get(), attempt));
            }
            attempt = finding.isPresent() ? attempt.markSuspected() : attempt;
        }
        return Optional.empty();
    }

    private Attempt begin() {
        return Attempt.startingAfter(0, planned ? OptionalLong.of(steps) : OptionalLong.empty());
    }

    /** Returns the attempt after all steps, whatever was found. */
    Attempt last(Excess excess) {
        Attempt attempt = begin();
        for (int step = 1; step <= steps; step++) {
            attempt = append(attempt, step, excess);
        }
        return attempt;
    }

    private Attempt append(Attempt attempt, int step, Excess excess) {
        double noise = batchNoise * random.nextGaussian() * constant;
        double loss = constant + noise + excess.at(step, random);
        Measurements.Builder numbers = measured.apply(step);
        if (paired) {
            numbers.total(Quantity.CONSTANT_LOSS, constant + noise);
        }
        Observation now = Observation.step(step, 0, loss, Map.of("all", Rate.scheduled(rate.apply(step))))
                .withMeasured(numbers.build());
        return attempt.append(now, path -> path.endsWith("W"), LIMITS);
    }

    /**
     * A finding with its step.
     *
     * @param step when
     * @param finding what
     * @param attempt what was known
     */
    record Found(long step, Finding finding, Attempt attempt) {
        Verdict verdict() {
            return finding.verdict();
        }

        String sentence() {
            return finding.because().sentence();
        }
    }
}
