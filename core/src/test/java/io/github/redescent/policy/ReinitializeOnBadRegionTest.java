package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.RestartSchedule;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.UseFirstOptimizer;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.json.RecordJson;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ReinitializeOnBadRegionTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final Run RUN = new Run(new ParameterTable(List.of()), 0, OptionalLong.of(800), 42);
    private static final IntToDoubleFunction FLAT = flat(3.9);

    private final ReinitializeOnBadRegion policy =
            ReinitializeOnBadRegion.defaults().withAcceptableLoss(0.5);

    @Test
    void theFirstRestartKeepsRedrawsResetsAndLowersTheRate() {
        Decision first = decisions(policy, 800, FLAT).get(0);

        assertThat(first.actions())
                .containsExactly(
                        new Keep("first-attempt", Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS)),
                        new RedrawWeights(ALL, SplitMix64.mix(42, 1)),
                        new UseFirstOptimizer(ALL),
                        new ResetState(ALL, ResetMode.FULL),
                        new SetRateFactor(ALL, 0.1, Span.LASTING));
        assertThat(first.because().sentence())
                .matches("loss 3\\.9, no decrease over 100 steps \\(p \\S+\\), acceptable 0\\.5"
                        + " → restart 1 of 3, rate ×0\\.1; undo: restoreFirstAttempt\\(\\)");
    }

    @Test
    void furtherRestartsDrawOtherWeightsAndMultiplyTheFactor() {
        Decision second = decisions(policy, 800, FLAT).get(1);

        assertThat(second.actions())
                .containsExactly(
                        new RedrawWeights(ALL, SplitMix64.mix(42, 2)),
                        new UseFirstOptimizer(ALL),
                        new ResetState(ALL, ResetMode.FULL),
                        new SetRateFactor(ALL, 0.1 * 0.1, Span.LASTING));
    }

    @Test
    void whenTheBudgetIsUsedUpItSaysSoOnce() {
        List<Decision> all = decisions(policy.withRestarts(1), 4000, FLAT);

        assertThat(all).hasSize(2);
        assertThat(all.get(1).actions()).isEmpty();
        assertThat(all.get(1).because().sentence())
                .endsWith("→ out of restarts; restoreBest() brings the best weights back");
    }

    @Test
    void aTrainedModelWithAFlatLossIsLeftAlone() {
        List<Decision> known = decisions(ReinitializeOnBadRegion.defaults(), 4000, flat(0.1), Math.log(10));
        List<Decision> unknown = decisions(ReinitializeOnBadRegion.defaults(), 4000, flat(0.1), Double.NaN);

        assertThat(known).isEmpty();
        assertThat(unknown).hasSize(1);
        assertThat(unknown.get(0).actions()).isEmpty();
    }

    @Test
    void updatesThatAreFarTooSmallRaiseTheRate() {
        List<Decision> all = decisions(
                policy,
                300,
                FLAT,
                1,
                Measurements.builder()
                        .total(Quantity.UPDATE_NORM, 1e-4)
                        .total(Quantity.PARAMETER_NORM, 10)
                        .build());

        assertThat(all.get(0).actions()).contains(new SetRateFactor(ALL, 10, Span.LASTING));
        assertThat(all.get(0).because().sentence()).contains("rate ×10;");
    }

    @Test
    void aKickIsTriedBeforeARestartAndTakenBack() {
        List<Decision> all = decisions(policy.withKick(10, 20), 800, FLAT);

        assertThat(all.get(0).actions()).containsExactly(new SetRateFactor(ALL, 10, Span.PASSING));
        assertThat(all.get(1).actions()).containsExactly(new SetRateFactor(ALL, 1, Span.PASSING));
        assertThat(all.get(2).actions()).hasAtLeastOneElementOfType(RedrawWeights.class);
    }

    @Test
    void aRunThatBreaksDuringItsKickLosesTheKickWithTheRestart() {
        List<Decision> all =
                decisions(policy.withKick(10, 100), 800, step -> step == 200 ? Double.NaN : FLAT.applyAsDouble(step));

        assertThat(all.get(1).actions()).endsWith(new SetRateFactor(ALL, 1, Span.PASSING));
    }

    @Test
    void theScheduleRestartsOnRequest() {
        Decision first = decisions(policy.withSchedule(ReinitializeOnBadRegion.Schedule.RESTART), 800, FLAT)
                .get(0);

        assertThat(first.actions()).endsWith(new RestartSchedule(ALL));
    }

    @Test
    void somebodyElsesRedrawStartsTheWindowAnew() {
        RestartState state = policy.start(RUN);
        for (int step = 1; step <= 149; step++) {
            state = policy.update(state, observe(step, 3.9, Measurements.none()))
                    .state();
        }

        Observation redrawn = observe(150, 4, Measurements.none()).withApplied(List.of(new RedrawWeights(ALL, 7)));
        RestartState after = policy.update(state, redrawn).state();

        assertThat(after.attempt().begin()).isEqualTo(149);
        assertThat(after.attempt().head().toArray()).containsExactly(4);
        assertThat(after.restarts()).isZero();
    }

    @Test
    void theStateSurvivesJson() {
        RestartState state = policy.start(RUN);
        for (int step = 1; step <= 333; step++) {
            state = policy.update(state, observe(step, FLAT.applyAsDouble(step), Measurements.none()))
                    .state();
        }

        RestartState read = RecordJson.fromText(RecordJson.toText(state), RestartState.class);

        assertThat(read).isEqualTo(state);
    }

    @Test
    void theRepertoireHoldsEveryKindOfActionItTakes() {
        assertThat(policy.repertoire().stream().map(Action::getClass).map(Class::getSimpleName))
                .contains("Keep", "RedrawWeights", "ResetState", "SetRateFactor");
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        assertThatThrownBy(() -> policy.withRestarts(-1))
                .hasMessage("restarts must not be negative, got -1; 0 only reports");
        assertThatThrownBy(() -> policy.withAcceptableLoss(Double.NaN)).hasMessageContaining("must be finite, got NaN");
        assertThatThrownBy(() -> policy.withRateFactor(0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> policy.withKick(0.5, 10)).hasMessageContaining("above 1, got 0.5");
    }

    private static IntToDoubleFunction flat(double level) {
        Random random = new Random(1);
        return step -> level + 0.01 * random.nextGaussian();
    }

    private static List<Decision> decisions(ReinitializeOnBadRegion policy, int steps, IntToDoubleFunction loss) {
        return decisions(policy, steps, loss, Double.NaN);
    }

    private static List<Decision> decisions(
            ReinitializeOnBadRegion policy, int steps, IntToDoubleFunction loss, double chance) {
        Measurements measured = Double.isNaN(chance)
                ? Measurements.none()
                : Measurements.builder().total(Quantity.CONSTANT_LOSS, chance).build();
        return decisions(policy, steps, loss, 1, measured);
    }

    private static List<Decision> decisions(
            ReinitializeOnBadRegion policy, int steps, IntToDoubleFunction loss, int first, Measurements measured) {
        List<Decision> all = new ArrayList<>();
        RestartState state = policy.start(RUN);
        for (int step = first; step <= steps; step++) {
            Transition<RestartState> next = policy.update(state, observe(step, loss.applyAsDouble(step), measured));
            next.decision().ifPresent(all::add);
            state = next.state();
        }
        return all;
    }

    private static Observation observe(long step, double loss, Measurements measured) {
        return Observation.step(step, 0, loss, Map.of()).withMeasured(measured);
    }
}
