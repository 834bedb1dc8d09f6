package io.github.redescent.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import org.junit.jupiter.api.Test;

class NonFiniteTest {
    private static double learning(int step) {
        return -0.005 * step;
    }

    @Test
    void twoLossesInARowThatAreNoNumbersAreAVerdict() {
        PairedRun.Found found = PairedRun.of(400)
                .first((step, random) -> step > 100 ? Double.NaN : learning(step))
                .orElseThrow();

        assertThat(found.step()).isEqualTo(102);
        assertThat(found.sentence()).isEqualTo("loss is NaN");
    }

    @Test
    void oneBadBatchIsNot() {
        assertThat(PairedRun.of(400)
                        .first((step, random) ->
                                step % 50 == 0 && step < 400 ? Double.POSITIVE_INFINITY : learning(step)))
                .isEmpty();
    }

    @Test
    void atTheLastStepOneIsEnough() {
        assertThat(PairedRun.of(400).first((step, random) -> step == 400 ? Double.NaN : learning(step)))
                .map(PairedRun.Found::verdict)
                .hasValue(Verdict.NON_FINITE);
    }

    @Test
    void weightsThatAreNoNumbersNeverComeBack() {
        PairedRun.Found found = PairedRun.of(400)
                .measuring(step -> Measurements.builder().total(Quantity.PARAMETER_NORM, step == 90 ? Double.NaN : 3))
                .first((step, random) -> learning(step))
                .orElseThrow();

        assertThat(found.step()).isEqualTo(90);
        assertThat(found.sentence()).isEqualTo("norm of the weights is NaN");
    }

    @Test
    void aGradientThatIsNoNumberIsTheSpikeGuardsBusiness() {
        assertThat(PairedRun.of(400)
                        .measuring(step -> Measurements.builder().total(Quantity.GRADIENT_NORM, Double.NaN))
                        .first((step, random) -> learning(step)))
                .isEmpty();
    }
}
