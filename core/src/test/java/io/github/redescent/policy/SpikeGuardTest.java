package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ScaleGradient;
import io.github.redescent.control.Action.SkipUpdate;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SpikeGuardTest {
    private static final SpikeGuard GUARD = SpikeGuard.defaults();

    /** Norms about 3, half of them 10% above and half below in the logarithm. */
    private static double usual(int i) {
        return 3 * Math.exp(i % 2 == 0 ? 0.1 : -0.1);
    }

    private static Played played(SpikeGuard guard, int count, IntToDoubleFunction norm) {
        return Played.of(guard, count, 1, i -> before(i, norm.applyAsDouble(i)));
    }

    /** The observation before update i, in epochs of 20 updates. */
    private static Observation before(int i, double norm) {
        Measurements measured =
                Measurements.builder().total(Quantity.GRADIENT_NORM, norm).build();
        return Played.gradient(i - 1, (i - 1) / 20, 0.5, measured);
    }

    @Test
    void aGradientThatIsNotFiniteIsSkippedAndTheBatchIsNamed() {
        Played played = played(GUARD, 60, i -> i == 33 ? Double.NaN : usual(i));

        Decision decision = played.decisions().get(0);
        assertThat(played.decisions()).hasSize(1);
        assertThat(decision.actions()).containsExactly(new SkipUpdate());
        assertThat(decision.because().rule()).isEqualTo("non-finite");
        assertThat(decision.because().sentence())
                .isEqualTo("gradient norm NaN (update 33, batch 13 of epoch 2) → update left out,"
                        + " 1 in a row of at most 8");
        assertThat(decision.because().measured()).containsEntry("batch", 13.0).containsEntry("epoch", 2.0);
    }

    @Test
    void aLossThatIsNotFiniteIsSkippedWhereNoNormCanBeMeasured() {
        Played played =
                Played.of(GUARD, 3, 1, i -> Played.gradient(i, 0, i == 2 ? Double.NaN : 1, Measurements.none()));

        assertThat(played.steps()).containsExactly(2L);
        assertThat(played.decisions().get(0).because().sentence()).startsWith("loss NaN");
    }

    @Test
    void aLargeGradientIsSkippedWithWhatItWouldHaveCost() {
        Played played = played(GUARD, 60, i -> i == 41 ? 300 : usual(i));

        // ln 100 is 46 deviations of 0.1; Adam would be left 1/√(1 + 0.001·(100² − 1)).
        assertThat(played.steps()).containsExactly(40L);
        assertThat(played.decisions().get(0).actions()).containsExactly(new SkipUpdate());
        assertThat(played.decisions().get(0).because().sentence())
                .startsWith("gradient norm 300, ")
                .contains("limit 5; it would leave Adam 0.3")
                .contains("(update 41, batch 1 of epoch 3)");
    }

    @Test
    void nothingIsJudgedBeforeTwentyFiveNormsAndNoSmallDifferenceEver() {
        assertThat(played(GUARD, 25, i -> i % 5 == 0 ? 300 : 3).decisions()).isEmpty();
        assertThat(played(GUARD, 60, i -> i == 41 ? 4.4 : 3).decisions()).isEmpty();
    }

    @Test
    void clippingLeavesTheLessTheLargerTheGradient() {
        SpikeGuard clipping = GUARD.withClipping();

        double large = factor(played(clipping, 41, i -> i == 41 ? 30 : usual(i)));
        double larger = factor(played(clipping, 41, i -> i == 41 ? 3000 : usual(i)));

        // ZClip: ln ‖g‖ becomes μ + (2.5²/z)·σ; z = (ln(30/3) + 0.1/40)/0.1 within the running mean's wobble.
        assertThat(30 * large).isCloseTo(3 * Math.exp(6.25 / 23.03 * 0.1), within(0.03));
        assertThat(3000 * larger).isLessThan(30 * large).isGreaterThan(2.9);
    }

    private static double factor(Played played) {
        return ((ScaleGradient) played.decisions().get(0).actions().get(0)).factor();
    }

    @Test
    void clippingSkipsWhatIsNotFinite() {
        Played played = played(GUARD.withClipping(), 41, i -> i == 41 ? Double.POSITIVE_INFINITY : usual(i));

        assertThat(played.decisions().get(0).actions()).containsExactly(new SkipUpdate());
    }

    @Test
    void reportingDoesNothing() {
        Played played = played(GUARD.reportingOnly(), 41, i -> i == 41 ? 300 : usual(i));

        assertThat(played.decisions().get(0).actions()).isEmpty();
        assertThat(GUARD.reportingOnly().repertoire()).isEmpty();
    }

    @Test
    void largeGradientsInARowBecomeTheUsualOnes() {
        Played played = played(GUARD.withInARow(3), 200, i -> i < 50 ? usual(i) : 300 * usual(i));

        assertThat(played.steps()).containsExactly(49L, 50L, 51L, 52L);
        assertThat(played.decisions().get(3).because().rule()).isEqualTo("new-level");
        assertThat(played.decisions().get(3).actions()).isEmpty();
    }

    @Test
    void itGivesUpOnGradientsThatStayNotFiniteAndMeasuresNoMore() {
        SpikeGuard guard = GUARD.withInARow(3);
        SpikeState state = SpikeState.START;
        for (int i = 1; i <= 4; i++) {
            state = guard.update(state, before(i, Double.NaN)).state();
        }
        Observation redrawn = before(5, 3).withApplied(List.of(new RedrawWeights(ParameterSelector.all(), 1)));

        Played played = played(guard, 10, i -> Double.NaN);

        assertThat(played.steps()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(played.decisions().get(3).because().rule()).isEqualTo("gave-up");
        assertThat(played.decisions().get(3).because().sentence()).contains("ReinitializeOnBadRegion");
        assertThat(guard.wants(state, Moment.GRADIENT, 5)).isEmpty();
        assertThat(guard.update(state, redrawn).state().quiet()).isFalse();
        assertThat(guard.wants(SpikeState.START, Moment.GRADIENT, 5))
                .containsExactly(Measurement.total(Quantity.GRADIENT_NORM));
    }

    @Test
    void itGivesUpOnceItsBudgetIsUsedUp() {
        Played played = played(GUARD.withBudget(2), 200, i -> i > 30 && i % 10 == 0 ? Double.NaN : usual(i));

        assertThat(played.steps()).containsExactly(39L, 49L, 59L);
        assertThat(played.decisions().get(2).because().sentence()).contains("budget of 2 is used up");
    }

    @Test
    void aSavedRunGoesOnWithTheSameDecisions() {
        SpikeGuard guard = GUARD.withDeviations(2).withInARow(2);
        IntToDoubleFunction norm = i -> i % 37 == 0 ? Double.NaN : 3 * Math.exp(Math.sin(i * 12.9898) + i % 2);

        Played straight = played(guard, 400, norm);
        Played resumed = Played.resumed(guard, 400, 1, i -> before(i, norm.applyAsDouble(i)));

        assertThat(resumed).isEqualTo(straight);
        assertThat(straight.decisions()).hasSizeGreaterThan(5);
    }

    @Test
    void adamsMemoryOfASpikeIsThatOfTheFormula() {
        AdamMemory memory = new AdamMemory(0.999);

        assertThat(memory.rateAfter(100)).isCloseTo(0.30, within(0.005));
        assertThat(memory.stepsToHalf(100)).isEqualTo(1204);
        assertThat(memory.rateAfter(1)).isEqualTo(1);
        assertThat(memory.stepsToHalf(10)).isZero();
    }

    @Test
    void adamsMemoryIsThatOfARealAdam() {
        double v = 1;
        v = 0.999 * v + 0.001 * 100 * 100;
        double left = 1 / Math.sqrt(v);
        int steps = 0;
        while (1 / Math.sqrt(v) < 0.5) {
            v = 0.999 * v + 0.001;
            steps++;
        }

        assertThat(new AdamMemory(0.999).rateAfter(100)).isCloseTo(left, within(1e-12));
        assertThat(new AdamMemory(0.999).stepsToHalf(100)).isEqualTo(steps);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> GUARD.withDeviations(0)).hasMessageContaining("deviations must be positive, got 0.0");
        assertThatThrownBy(() -> GUARD.withInARow(0)).hasMessageContaining("inARow");
        assertThatThrownBy(() -> GUARD.withBudget(0)).hasMessageContaining("budget");
        assertThatThrownBy(() -> GUARD.withBeta2(1)).hasMessageContaining("beta2 must be in (0, 1), got 1.0");
        assertThatThrownBy(() -> new ScaleGradient(1)).hasMessageContaining("(0, 1), got 1.0");
    }
}
