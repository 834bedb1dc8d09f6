package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class KeepBestTest {
    private static final Run RUN = new Run(new ParameterTable(List.of()), 0, OptionalLong.empty(), 0);

    private final KeepBest policy = KeepBest.defaults();

    @Test
    void theFirstWeightsAreKeptWithTheirOptimizerState() {
        Transition<KeepBest.State> first = policy.update(policy.start(RUN), training(1, 7));

        assertThat(first.decision().orElseThrow().actions())
                .containsExactly(new Action.Keep("best", Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS)));
    }

    @Test
    void aFirstLossThatIsNoNumberIsNotKept() {
        assertThat(policy.update(policy.start(RUN), training(1, Double.NaN)).decision())
                .isEmpty();
    }

    @Test
    void aFlatLossIsNotKeptAgain() {
        assertThat(keptAt(1000, step -> 0.3 + 0.001 * (step % 3))).containsExactly(1L);
    }

    @Test
    void aFallingLossIsKeptAtWindowEndsAndNotTooOften() {
        assertThat(keptAt(200, step -> 10.0 / step)).containsExactly(1L, 80L, 144L);
    }

    @Test
    void anImprovementOfLessThanOnePerCentIsNotKept() {
        assertThat(keptAt(1000, step -> step < 500 ? 1 : 0.995)).containsExactly(1L);
    }

    @Test
    void aValidationLossTakesOver() {
        KeepBest.State state = policy.update(policy.start(RUN), training(1, 7)).state();

        Transition<KeepBest.State> worse = policy.update(state, validation(100, 9));
        Transition<KeepBest.State> ignored = policy.update(worse.state(), training(900, 0.01));
        Transition<KeepBest.State> same = policy.update(ignored.state(), validation(200, 8.95));
        Transition<KeepBest.State> better = policy.update(same.state(), validation(300, 8));

        assertThat(worse.decision()).isPresent();
        assertThat(ignored.decision()).isEmpty();
        assertThat(same.decision()).isEmpty();
        assertThat(better.decision()).isPresent();
    }

    @Test
    void aRedrawEmptiesTheWindow() {
        KeepBest.State state = policy.update(policy.start(RUN), training(1, 7)).state();

        Observation after = training(2, 9).withApplied(List.of(new Action.RedrawWeights(ParameterSelector.all(), 1)));

        assertThat(policy.update(state, after).state().losses().toArray()).containsExactly(9);
    }

    @Test
    void aWindowOfNothingIsRefused() {
        assertThatThrownBy(() -> policy.withWindow(0)).hasMessage("window must be in [1, 1024], got 0; try 16");
    }

    private List<Long> keptAt(int steps, IntToDoubleFunction loss) {
        List<Long> kept = new ArrayList<>();
        KeepBest.State state = policy.start(RUN);
        for (int step = 1; step <= steps; step++) {
            Transition<KeepBest.State> next = policy.update(state, training(step, loss.applyAsDouble(step)));
            if (next.decision().isPresent()) {
                kept.add((long) step);
            }
            state = next.state();
        }
        return kept;
    }

    private static Observation training(long step, double loss) {
        return observation(Moment.GRADIENT, step, loss, OptionalDouble.empty());
    }

    private static Observation validation(long step, double loss) {
        return observation(Moment.EPOCH, step, 1, OptionalDouble.of(loss));
    }

    private static Observation observation(Moment moment, long step, double loss, OptionalDouble validation) {
        return new Observation(moment, step, 0, loss, validation, Map.of(), Measurements.none(), List.of());
    }
}
