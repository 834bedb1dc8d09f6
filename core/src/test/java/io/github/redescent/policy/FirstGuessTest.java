package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstGuessTest {
    private static final FirstGuess METER = FirstGuess.defaults();
    private static final Map<String, Double> INITIAL = Map.of("body/W", 1.0, "body/b", 0.0, "head/W", 2.0);

    /** Before update i/2 + 1 where i is odd, after update i/2 where it is even; head moves by so much per update. */
    private static Observation observe(int i, double perUpdate) {
        long step = i / 2;
        if (i % 2 == 1) {
            return Played.gradient(step, 0, 1, measured(Quantity.PARAMETER_NORM, INITIAL));
        }
        Map<String, Double> moved = Map.of("body/W", 0.01 * step, "body/b", 9.0, "head/W", perUpdate * step);
        return Played.step(step, 1).withMeasured(measured(Quantity.DISPLACEMENT, moved));
    }

    private static Measurements measured(Quantity quantity, Map<String, Double> values) {
        return Measurements.builder().perTensor(quantity, values).build();
    }

    @Test
    void theInitialWeightsAreKeptAtAttach() {
        assertThat(METER.opening(Played.RUN).orElseThrow().actions())
                .containsExactly(new Keep("initial", Set.of(Part.WEIGHTS)));
    }

    @Test
    void aLostFirstGuessIsReportedWithARateThatKeepsIt() {
        Played played = Played.of(METER, 100, 0.01, i -> observe(i, 0.9));

        // After 4 updates √(0.04² + 3.6²)/√(1 + 4) = 1.61; 0.01·(1/1.61)·(4/32) = 0.000776.
        assertThat(played.steps()).containsExactly(4L);
        assertThat(played.decisions().get(0).actions()).isEmpty();
        assertThat(played.decisions().get(0).because().sentence())
                .isEqualTo("first guess lost: relative displacement 1.61 after 4 steps, limit 1,"
                        + " furthest head/W 1.8; rates below 0.000776 keep it");
    }

    @Test
    void aKeptFirstGuessIsNoNews() {
        assertThat(Played.of(METER, 200, 0.01, i -> observe(i, 0.03)).decisions())
                .isEmpty();
    }

    @Test
    void oneLayerCountsOnRequest() {
        Played whole = Played.of(METER, 100, 0.01, i -> observe(i, 0.066));
        Played layers = Played.of(METER.perLayer(), 100, 0.01, i -> observe(i, 0.066));

        assertThat(whole.decisions()).isEmpty();
        assertThat(layers.steps()).containsExactly(32L);
    }

    @Test
    void itMeasuresAFewTimesAndThenNoMore() {
        FirstGuess.State state = METER.start(Played.RUN);
        Set<Measurement> norms = METER.wants(state, Moment.GRADIENT, 0);
        state = METER.update(state, observe(1, 0)).state();
        long asked = 0;
        for (int i = 2; i < 200; i++) {
            asked += METER.wants(state, i % 2 == 1 ? Moment.GRADIENT : Moment.STEP, i / 2)
                    .size();
            state = METER.update(state, observe(i, 0)).state();
        }

        assertThat(norms).containsExactly(Measurement.perTensor(Quantity.PARAMETER_NORM));
        assertThat(asked).isEqualTo(6); // after 1, 2, 4, 8, 16 and 32 updates
    }

    @Test
    void weightsDrawnAnewAreANewFirstGuess() {
        List<Observation> seen = IntStream.rangeClosed(1, 300)
                .mapToObj(i -> i == 101
                        ? observe(i, 0).withApplied(List.of(new RedrawWeights(ParameterSelector.all(), 1)))
                        : observe(i, i > 101 ? 0.3 : 0.01))
                .toList();

        Played played = Played.resumed(METER, 300, 0.01, i -> seen.get(i - 1));

        assertThat(played.steps().get(0)).isEqualTo(50);
        assertThat(played.decisions().get(0).actions()).containsExactly(new Keep("initial", Set.of(Part.WEIGHTS)));
        assertThat(played.decisions().get(1).because().rule()).isEqualTo("first-guess-lost");
    }

    @Test
    void aSavedRunGoesOnWithTheSameDecisions() {
        Played straight = Played.of(METER, 100, 0.01, i -> observe(i, 0.9));

        assertThat(Played.resumed(METER, 100, 0.01, i -> observe(i, 0.9))).isEqualTo(straight);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> METER.withLimit(0)).hasMessageContaining("limit must be positive, got 0.0");
        assertThatThrownBy(() -> METER.withHorizon(0)).hasMessageContaining("horizon");
    }
}
