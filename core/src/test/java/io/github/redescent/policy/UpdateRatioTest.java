package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.Recipe;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateRatioTest {
    private static final UpdateRatio EVERY_TEN = UpdateRatio.defaults().withEvery(10);

    /** Weights of RMS 0.05; those of the body move by a given share, the head by a thousandth. */
    private static Observation observe(int step, double ratio) {
        return Played.step(step, 1)
                .withMeasured(Measurements.builder()
                        .perTensor(Quantity.PARAMETER_NORM, Map.of("body/W", 0.5, "head/W", 1.0))
                        .perTensor(Quantity.UPDATE_NORM, Map.of("body/W", 0.5 * ratio, "head/W", 0.001))
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"1, 0.001, 0.001", "10, 0.01, 0.001", "10, 0.001, 0.0001", "1, 0.0001, 0.0001"})
    void aRateIsWorthWhatTheScaleOfTheWeightsMakesOfIt(double scale, double rate, double ratio) {
        // An adaptive rule moves every weight by about the rate: rates of equal ratio are the same fraction of this
        // one.
        assertThat(rate / UpdateRatio.adaptiveRate(scale)).isCloseTo(ratio / 1e-3, within(1e-12));
    }

    @Test
    void aLayerThatMovesTooMuchIsReportedOnceWithARateThatSuitsIt() {
        Played played = Played.of(EVERY_TEN, 100, 0.3, i -> observe(i, 0.03));

        // Measured at 10, 20, 30; from 0.03 to 0.001 is a thirtieth of the rate; 1e-3 of RMS 0.05.
        assertThat(played.steps()).containsExactly(30L);
        assertThat(played.decisions().get(0).because().sentence())
                .isEqualTo("body/W moves by 0.03 of itself per update, rate 0.01 suits it,"
                        + " by its scale 0.00005 for Adam and its kin; healthy is about 0.001");
        assertThat(played.decisions().get(0).actions()).isEmpty();
    }

    @Test
    void aLayerThatHardlyMovesIsReportedToo() {
        Played played = Played.of(EVERY_TEN, 100, 0.3, i -> observe(i, 5e-5));

        assertThat(played.decisions().get(0).because().sentence()).contains("rate 6 suits it");
    }

    @Test
    void healthyLayersAreNoNewsAndOneOddBatchIsNone() {
        assertThat(Played.of(EVERY_TEN, 100, 0.3, i -> observe(i, 0.005)).decisions())
                .isEmpty();
        assertThat(Played.of(EVERY_TEN, 100, 0.3, i -> observe(i, i == 50 ? 0.5 : 0.005))
                        .decisions())
                .isEmpty();
    }

    @Test
    void aLayerIsReportedAgainAfterItWasHealthy() {
        Played played = Played.of(EVERY_TEN, 300, 0.3, i -> observe(i, i > 100 && i < 200 ? 0.001 : 0.03));

        assertThat(played.steps()).containsExactly(30L, 210L);
    }

    @Test
    void normsAreAskedForOnlyWhenTheyAreDue() {
        UpdateRatio.State state = EVERY_TEN.start(Played.RUN);

        assertThat(EVERY_TEN.wants(state, Moment.STEP, 9)).isEmpty();
        assertThat(EVERY_TEN.wants(state, Moment.STEP, 10)).hasSize(2);
        assertThat(EVERY_TEN.wants(EVERY_TEN.update(state, observe(10, 1)).state(), Moment.STEP, 11))
                .isEmpty();
    }

    @Test
    void aSavedRunGoesOnWithTheSameDecisions() {
        Played straight = Played.of(EVERY_TEN, 300, 0.3, i -> observe(i, i % 100 < 50 ? 0.001 : 0.03));

        assertThat(Played.resumed(EVERY_TEN, 300, 0.3, i -> observe(i, i % 100 < 50 ? 0.001 : 0.03)))
                .isEqualTo(straight);
    }

    @Test
    void itChangesNothingOfARun() {
        SimulatedRun watched = new SimulatedRun(Recipe.of(EVERY_TEN)).train(50);
        SimulatedRun alone = new SimulatedRun(Recipe.of(KeepBest.defaults())).train(50);

        assertThat(watched.backend.group("body").weights())
                .isEqualTo(alone.backend.group("body").weights());
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> EVERY_TEN.withEvery(0)).hasMessageContaining("every must be at least 1 step, got 0");
        assertThatThrownBy(() -> EVERY_TEN.withHealthy(1)).hasMessageContaining("healthy");
        assertThatThrownBy(() -> EVERY_TEN.withTolerance(1)).hasMessageContaining("tolerance");
    }
}
