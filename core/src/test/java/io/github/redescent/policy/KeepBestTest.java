package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.json.RecordJson;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepBestTest {
    private static final Run RUN = new Run(new ParameterTable(List.of()), 0, OptionalLong.empty(), 0);

    private static final Action RESTORE = new Action.Restore(ParameterSelector.all(), "best");

    private final KeepBest policy = KeepBest.defaults();

    @Test
    void theFirstWeightsAreKeptWithTheirOptimizerState() {
        Transition<KeepBest.State> first = policy.update(policy.start(RUN), training(0, 7));

        assertThat(first.decision().orElseThrow().actions())
                .containsExactly(new Action.Keep("best", Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS)));
    }

    @Test
    void aFirstLossThatIsNoNumberIsNotKept() {
        assertThat(policy.update(policy.start(RUN), training(0, Double.NaN)).decision())
                .isEmpty();
    }

    @Test
    void aFlatLossIsNotKeptAgain() {
        assertThat(keptAt(1000, step -> 0.3 + 0.001 * (step % 3))).containsExactly(0L);
    }

    @Test
    void aFallingLossIsKeptAtWindowEndsAndNotTooOften() {
        // The first copy starts no clock; windows are longer later on.
        assertThat(keptAt(200, step -> 10.0 / (step + 1))).containsExactly(0L, 15L, 79L, 145L);
    }

    @Test
    void copiesStayBelowTwoPerCentOfTheUpdates() {
        assertThat(keptAt(5000, step -> 10.0 / (step + 1))).hasSizeLessThan(80);
    }

    @Test
    void anImprovementOfLessThanOnePerCentIsNotKept() {
        assertThat(keptAt(1000, step -> step < 500 ? 1 : 0.995)).containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 60, 79, 192, 256, 600, 5000})
    void restoringTheBestOfAHealthyRunLeavesItAsItIs(int steps) {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            KeepBest.State state =
                    after(steps, step -> (0.1 + 2.2 * Math.exp(-step / 150.0)) * (1 + 0.2 * random.nextGaussian()));

            assertThat(request(state).actions()).as("seed " + seed).isEmpty();
        }
    }

    @Test
    void aLossThatFellFastAtFirstLeavesTheTrainedWeights() {
        KeepBest.State state = after(500, step -> 0.107 + 12.3 * Math.exp(-step / 8.0));

        assertThat(request(state).because().sentence()).endsWith("→ the present weights stay");
    }

    @Test
    void theStartOfATrainedModelThatNothingLaterReachedComesBack() {
        Random random = new Random(3);
        KeepBest.State state = trained(0.0488, 2.3);
        for (int step = 1; step < 400; step++) {
            double level = 0.068 + 0.1 * Math.exp(-Math.abs(step - 10) / 60.0);
            state = training(state, step, level * (1 + 0.2 * random.nextGaussian()));
        }

        Decision decision = request(state);

        assertThat(decision.actions()).containsExactly(RESTORE);
        assertThat(decision.because().sentence())
                .startsWith("the first loss of a trained model kept at step 0 is 0.0")
                .endsWith("→ restored");
        assertThat(decision.because().measured()).containsKeys("loss kept", "step kept", "loss now");
    }

    @Test
    void aRunThatBrokeGetsItsBestBack() {
        KeepBest.State healthy = after(300, step -> 2.3 / (1 + step / 30.0));

        KeepBest.State nan = training(healthy, 300, Double.NaN);
        KeepBest.State exploded = healthy;
        for (int step = 300; step < 304; step++) {
            exploded = training(exploded, step, 1e4);
        }

        assertThat(request(nan).actions()).containsExactly(RESTORE);
        assertThat(request(exploded).actions()).containsExactly(RESTORE);
        assertThat(request(exploded).because().sentence()).contains("kept at step 278 is 0.2", "newest loss is 10000");
    }

    @Test
    void aWindowThatHoldsExplodedLossesIsNeverBest() {
        assertThat(keptAt(40, step -> step < 16 ? 2.3 : step % 16 < 7 ? 1e6 : 0.3))
                .containsExactly(0L);
        assertThat(keptAt(40, step -> step < 16 ? 2.3 : step % 16 == 3 ? Double.NaN : 0.3))
                .containsExactly(0L);
    }

    @Test
    void aLuckyFirstBatchIsReplacedByWhatIsBetter() {
        assertThat(keptAt(64, step -> step == 0 ? 1.5 : 2.3 - 0.01 * step)).containsExactly(0L, 15L);
    }

    @Test
    void aValidationLossTakesOverAndTheValidatedWeightsAreKept() {
        KeepBest.State state = policy.update(policy.start(RUN), training(0, 7)).state();

        Transition<KeepBest.State> first = policy.update(state, validation(100, 9));
        Transition<KeepBest.State> ignored = policy.update(first.state(), training(900, 0.01));
        Transition<KeepBest.State> worse = policy.update(ignored.state(), validation(200, 9.01));
        Transition<KeepBest.State> better = policy.update(worse.state(), validation(300, 8.99));

        assertThat(first.decision()).isPresent();
        assertThat(ignored.decision()).isEmpty();
        assertThat(worse.decision()).isEmpty();
        assertThat(better.decision()).isPresent();
        assertThat(request(worse.state()).actions()).containsExactly(RESTORE);
        assertThat(request(better.state()).because().sentence())
                .isEqualTo("the validation loss kept at step 300 is 8.99, it is now 8.99 → the present weights stay");
    }

    @Test
    void weightsThatWereTrainedOnSinceTheirValidationAreNotTheValidatedOnes() {
        KeepBest.State validated =
                policy.update(after(100, step -> 2), validation(100, 1)).state();

        assertThat(request(validated).actions()).isEmpty();
        assertThat(request(training(validated, 100, 2)).actions()).containsExactly(RESTORE);
    }

    @Test
    void aRedrawEmptiesTheWindowAndLeavesTheCopy() {
        KeepBest.State state = after(100, step -> 2.0 - step / 100.0);

        Observation redrawn =
                training(100, 9).withApplied(List.of(new Action.RedrawWeights(ParameterSelector.all(), 1)));
        KeepBest.State next = policy.update(state, redrawn).state();

        assertThat(next.recent().toArray()).containsExactly(9);
        assertThat(next.kept()).isEqualTo(state.kept());
    }

    @Test
    void theConstantsLossIsAskedForAtTheStartOnly() {
        assertThat(policy.wants(policy.start(RUN), Moment.STEP, 1)).hasSize(1);
        assertThat(policy.wants(after(1, step -> 2), Moment.STEP, 1)).hasSize(1);
        assertThat(policy.wants(after(2, step -> 2), Moment.STEP, 2)).isEmpty();
    }

    @Test
    void theStateSurvivesJson() {
        KeepBest.State state = after(100, step -> 2.0 - step / 100.0);

        assertThat(RecordJson.fromText(RecordJson.toText(state), KeepBest.State.class))
                .isEqualTo(state);
    }

    @Test
    void aWindowOfNothingIsRefused() {
        assertThatThrownBy(() -> policy.withWindow(0)).hasMessage("window must be in [1, 1024], got 0; try 16");
    }

    private Decision request(KeepBest.State state) {
        return policy.onRequest(state, KeepBest.SLOT).orElseThrow();
    }

    private KeepBest.State trained(double loss, double constant) {
        KeepBest.State state = training(policy.start(RUN), 0, loss);
        Measurements measured =
                Measurements.builder().total(Quantity.CONSTANT_LOSS, constant).build();
        return policy.update(state, Observation.step(1, 0, loss, Map.of()).withMeasured(measured))
                .state();
    }

    private KeepBest.State after(int steps, IntToDoubleFunction loss) {
        KeepBest.State state = policy.start(RUN);
        for (int step = 0; step < steps; step++) {
            state = training(state, step, loss.applyAsDouble(step));
        }
        return state;
    }

    private KeepBest.State training(KeepBest.State state, long step, double loss) {
        return policy.update(state, training(step, loss)).state();
    }

    private List<Long> keptAt(int steps, IntToDoubleFunction loss) {
        List<Long> kept = new ArrayList<>();
        KeepBest.State state = policy.start(RUN);
        for (int step = 0; step < steps; step++) {
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
