package io.github.redescent.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class GradientsTest {
    private static final PairedRun.Excess STUCK = (step, random) -> 0.03 + 0.12 * random.nextGaussian();

    @Test
    void aStuckRunWithADeadLayerIsDead() {
        PairedRun.Found found = stuck(step -> zeros(Map.of("0/W", 0.1, "0/b", 0.0, "1/W", 0.97, "1/b", 0.95)));

        assertThat(found.verdict()).isEqualTo(Verdict.DEAD);
        assertThat(found.sentence()).contains("95% of the gradient exactly zero");
    }

    @Test
    void aWeightWithoutGradientByNatureIsNot() {
        assertThat(stuck(step -> zeros(Map.of("0/W", 0.0, "0/RW", 1.0, "0/b", 0.0)))
                        .verdict())
                .as("recurrent weights with one time step")
                .isEqualTo(Verdict.STUCK);
        assertThat(stuck(step -> zeros(Map.of("0/W", 1.0, "0/b", 0.0))).verdict())
                .as("constant inputs")
                .isEqualTo(Verdict.STUCK);
        assertThat(stuck(step -> zeros(Map.of("0/W", 0.1, "1/b", 1.0))).verdict())
                .as("a bias in front of a normalisation")
                .isEqualTo(Verdict.STUCK);
    }

    @Test
    void aFrozenLayerIsNotMeasuredAndNotDead() {
        assertThat(stuck(step -> zeros(Map.of("1/W", 0.2, "1/b", 0.0))).verdict())
                .isEqualTo(Verdict.STUCK);
    }

    @Test
    void aVanishedGradientIsDead() {
        IntFunction<Measurements.Builder> vanished = step -> Measurements.builder()
                .perTensor(Quantity.GRADIENT_NORM, Map.of("0/W", 1e-9, "0/b", 1e-10, "1/W", 0.1))
                .perTensor(Quantity.PARAMETER_NORM, Map.of("0/W", 3.0, "0/b", 0.0, "1/W", 3.0));

        assertThat(stuck(vanished).sentence()).contains("gradient vanished");
    }

    @Test
    void theTotalIsJudgedWhereTensorsWereNotMeasured() {
        assertThat(stuck(step -> Measurements.builder().total(Quantity.ZERO_GRADIENTS, 0.9))
                        .verdict())
                .isEqualTo(Verdict.DEAD);
    }

    @Test
    void sparseGradientsOfAModelThatLearnsAreHealthy() {
        assertThat(PairedRun.of(600)
                        .measuring(step -> Measurements.builder().total(Quantity.ZERO_GRADIENTS, 0.99))
                        .first((step, random) -> -0.003 * step + 0.05 * random.nextGaussian()))
                .isEmpty();
    }

    @Test
    void whereNoLevelIsKnownGradientsThatDiedOnTheWayAreDead() {
        PairedRun unknown = PairedRun.of(600)
                .withoutConstant()
                .measuring(step -> Measurements.builder().total(Quantity.ZERO_GRADIENTS, step < 50 ? 0.3 : 0.95));

        assertThat(unknown.first(STUCK).orElseThrow().verdict()).isEqualTo(Verdict.DEAD);
    }

    @Test
    void aBatchWithoutALossHasNoGradient() {
        PairedRun unknown = PairedRun.of(600)
                .withoutConstant()
                .withConstant(0)
                .measuring(step ->
                        Measurements.builder().total(Quantity.ZERO_GRADIENTS, step < 50 || step % 8 == 1 ? 0.3 : 1));

        assertThat(unknown.firstSure((step, random) -> step < 50 ? 1 : step % 8 == 1 ? 20 : 0))
                .isEmpty();
    }

    @Test
    void gradientsAreWantedNowAndThenWhileNothingIsLearnedAndTheConstantAlways() {
        Attempt stuck = PairedRun.of(320).last(STUCK);
        Attempt learned = PairedRun.of(320).last((step, random) -> -0.005 * step);
        Measurement constant = Measurement.total(Quantity.CONSTANT_LOSS);
        Measurement update = Measurement.total(Quantity.UPDATE_NORM);

        assertThat(stuck.wants(321, PairedRun.LIMITS)).containsExactly(constant);
        assertThat(stuck.wants(340, PairedRun.LIMITS)).contains(constant, update);
        assertThat(learned.wants(340, PairedRun.LIMITS)).containsExactly(constant);
    }

    private static PairedRun.Found stuck(IntFunction<Measurements.Builder> measured) {
        return PairedRun.of(600).measuring(measured).first(STUCK).orElseThrow();
    }

    private static Measurements.Builder zeros(Map<String, Double> shares) {
        return Measurements.builder().perTensor(Quantity.ZERO_GRADIENTS, shares);
    }
}
