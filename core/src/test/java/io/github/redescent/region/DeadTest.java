package io.github.redescent.region;

import static io.github.redescent.region.Losses.LIMITS;
import static io.github.redescent.region.Losses.LN10;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class DeadTest {
    @Test
    void aStuckRunWithOneDeadTensorIsDead() {
        Finding finding = find(
                        step -> LN10,
                        step -> builder().perTensor(Quantity.ZERO_GRADIENTS, Map.of("0/W", 0.1, "1/W", 0.97)))
                .orElseThrow();

        assertThat(finding.verdict()).isEqualTo(Verdict.DEAD);
        assertThat(finding.because().sentence()).endsWith("97% of the gradient exactly zero");
    }

    @Test
    void theAggregateIsJudgedWhereTensorsWereNotMeasured() {
        assertThat(verdict(step -> LN10, step -> builder().total(Quantity.ZERO_GRADIENTS, 0.9)))
                .isEqualTo(Verdict.DEAD);
    }

    @Test
    void aVanishedGradientIsDead() {
        assertThat(verdict(
                        step -> LN10,
                        step -> builder().total(Quantity.GRADIENT_NORM, 1e-7).total(Quantity.PARAMETER_NORM, 30)))
                .isEqualTo(Verdict.DEAD);
    }

    @Test
    void aBiasWithoutGradientIsNot() {
        assertThat(verdict(
                        step -> LN10,
                        step -> builder().perTensor(Quantity.ZERO_GRADIENTS, Map.of("0/W", 0.1, "0/b", 1.0))))
                .isEqualTo(Verdict.STUCK);
    }

    @Test
    void sparseGradientsOfALearningModelAreHealthy() {
        assertThat(find(step -> 3 - 0.003 * step, step -> builder().total(Quantity.ZERO_GRADIENTS, 0.99)))
                .isEmpty();
    }

    @Test
    void whereNothingIsKnownGradientsThatDiedOnAFlatLossAreDead() {
        assertThat(unknown(step -> builder().total(Quantity.ZERO_GRADIENTS, step < 50 ? 0.4 : 0.9)))
                .isEqualTo(Finding.Certainty.CERTAIN);
    }

    @Test
    void whereNothingIsKnownSparseGradientsOnAFlatLossAreOnlySuspected() {
        assertThat(unknown(step -> builder().total(Quantity.ZERO_GRADIENTS, 0.9)))
                .isEqualTo(Finding.Certainty.SUSPECTED);
    }

    private static Measurements.Builder builder() {
        return Measurements.builder();
    }

    private static Verdict verdict(IntToDoubleFunction loss, IntFunction<Measurements.Builder> measured) {
        return find(loss, measured).orElseThrow().verdict();
    }

    private static Optional<Finding> find(IntToDoubleFunction loss, IntFunction<Measurements.Builder> measured) {
        return run(loss, step -> measured.apply(step).total(Quantity.CONSTANT_LOSS, LN10));
    }

    private static Finding.Certainty unknown(IntFunction<Measurements.Builder> measured) {
        return run(step -> LN10, measured).orElseThrow().certainty();
    }

    private static Optional<Finding> run(IntToDoubleFunction loss, IntFunction<Measurements.Builder> measured) {
        Attempt attempt = Losses.fresh();
        for (int step = 1; step <= 800; step++) {
            Observation now = Losses.at(step, loss.applyAsDouble(step))
                    .withMeasured(measured.apply(step).build());
            attempt = attempt.append(now, path -> path.endsWith("W"), LIMITS);
            Optional<Finding> finding = Region.judge(attempt, now, LIMITS, OptionalDouble.empty());
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }
}
