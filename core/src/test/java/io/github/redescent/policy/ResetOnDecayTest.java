package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.UseFirstOptimizer;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Rate;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** When the optimizer forgets. */
class ResetOnDecayTest {
    private static final Run RUN = new Run(
            new ParameterTable(List.of(new ParameterInfo("a/W", Kind.WEIGHT, List.of(2L), "g", false))),
            0,
            OptionalLong.empty(),
            0);
    private static final Run TWO_GROUPS = new Run(
            new ParameterTable(List.of(
                    new ParameterInfo("a/W", Kind.WEIGHT, List.of(2L), "g", false),
                    new ParameterInfo("b/W", Kind.WEIGHT, List.of(2L), "h", false))),
            0,
            OptionalLong.empty(),
            0);

    @Test
    void aStepScheduleResetsAtEachStep() {
        assertThat(resets(ResetOnDecay.defaults(), 300, step -> step < 100 ? 1 : step < 200 ? 0.1 : 0.01))
                .containsExactly(100L, 200L);
    }

    @Test
    void aCosineScheduleResetsAtEachHalvingOnly() {
        List<Long> steps = resets(ResetOnDecay.defaults(), 999, step -> 0.5 * (1 + Math.cos(Math.PI * step / 1000)));

        // cos² falls to 1/2 and 1/4 of its start at 500 and 667, and to half of that last value at 771.
        assertThat(steps).startsWith(500L, 667L, 771L).hasSizeLessThan(20);
    }

    @Test
    void aRateOfZeroResetsNothing() {
        assertThat(resets(ResetOnDecay.defaults(), 300, step -> step < 100 ? 1 : 0))
                .isEmpty();
        assertThat(resets(ResetOnDecay.defaults(), 300, step -> step % 2)).isEmpty();
        assertThat(resets(ResetOnDecay.defaults(), 300, step -> step < 100 ? 1 : step < 200 ? 0 : 0.3))
                .containsExactly(200L);
    }

    @Test
    void oneGroupsSwitchLeavesTheOthersReference() {
        ResetOnDecay policy = ResetOnDecay.defaults();
        ResetOnDecay.State state = policy.start(TWO_GROUPS);
        state = policy.update(state, at(1, Rate.scheduled(1), Rate.scheduled(1)))
                .state();
        Observation switched = at(2, Rate.scheduled(0.1), Rate.scheduled(0.1))
                .withApplied(List.of(new UseFirstOptimizer(ParameterSelector.group("g"))));

        Transition<ResetOnDecay.State> next = policy.update(state, switched);

        assertThat(next.decision().orElseThrow().because().sentence()).startsWith("rate of h fell");
        assertThat(next.decision().orElseThrow().actions()).hasSize(1);
    }

    @Test
    void aGroupThatStandsStillLeavesTheOthersAlone() {
        ResetOnDecay policy = ResetOnDecay.defaults();
        ResetOnDecay.State state = policy.start(TWO_GROUPS);
        state = policy.update(state, at(1, Rate.scheduled(1), Rate.scheduled(1)))
                .state();

        assertThat(policy.update(state, at(2, Rate.scheduled(0), Rate.scheduled(1)))
                        .decision())
                .isEmpty();
    }

    @Test
    void warmUpAndWarmRestartsDoNotFireIt() {
        assertThat(resets(ResetOnDecay.defaults(), 100, step -> step / 100.0)).isEmpty();
        assertThat(resets(ResetOnDecay.defaults(), 200, step -> step < 100 ? 0.6 : 1))
                .isEmpty();
    }

    @Test
    void aPassingFactorIsNoDecay() {
        ResetOnDecay policy = ResetOnDecay.defaults();
        ResetOnDecay.State state = policy.start(RUN);
        state = policy.update(state, at(1, new Rate(1, 1, 10))).state();

        assertThat(policy.update(state, at(2, new Rate(1, 1, 1))).decision()).isEmpty();
        assertThat(policy.update(state, at(2, new Rate(1, 0.1, 1))).decision()).isPresent();
    }

    @Test
    void afterARedrawTheReferenceIsTakenAnew() {
        ResetOnDecay policy = ResetOnDecay.defaults();
        ResetOnDecay.State state =
                policy.update(policy.start(RUN), at(1, Rate.scheduled(1))).state();
        Observation redrawn =
                at(2, new Rate(1, 0.1, 1)).withApplied(List.of(new RedrawWeights(ParameterSelector.all(), 1)));

        Transition<ResetOnDecay.State> next = policy.update(state, redrawn);

        assertThat(next.decision()).isEmpty();
        assertThat(next.state().references()).containsEntry("g", 0.1);
    }

    @Test
    void reWarmUpRisesAlongACosineAndEndsAtOne() {
        ResetOnDecay policy = ResetOnDecay.defaults().withRewarm(3);
        ResetOnDecay.State state =
                policy.update(policy.start(RUN), at(1, Rate.scheduled(1))).state();
        List<Double> factors = new ArrayList<>();
        for (long step = 2; step < 10; step++) {
            Transition<ResetOnDecay.State> next = policy.update(state, at(step, Rate.scheduled(0.5)));
            state = next.state();
            next.decision()
                    .ifPresent(decision -> decision.actions().stream()
                            .filter(SetRateFactor.class::isInstance)
                            .forEach(action -> factors.add(((SetRateFactor) action).factor())));
        }

        // 1 − ½(1 + cos(πi/4)) for i = 1, 2, 3; then the factor is taken back.
        assertThat(factors).hasSize(4);
        assertThat(factors.get(0)).isCloseTo(0.1464466, within(1e-6));
        assertThat(factors.get(1)).isCloseTo(0.5, within(1e-12));
        assertThat(factors.get(2)).isCloseTo(0.8535534, within(1e-6));
        assertThat(factors.get(3)).isEqualTo(1);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> ResetOnDecay.defaults().withDrop(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drop must be in (0, 1), got 1.5");
        assertThatThrownBy(() -> ResetOnDecay.defaults().withRewarm(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> ResetMode.shrink(1)).hasMessageContaining("[0, 1)");
    }

    private static Observation at(long step, Rate g, Rate h) {
        return Observation.step(step, 0, 1, Map.of("g", g, "h", h));
    }

    private static List<Long> resets(ResetOnDecay policy, int steps, LongToDoubleFunction schedule) {
        ResetOnDecay.State state = policy.start(RUN);
        List<Long> resets = new ArrayList<>();
        for (long step = 0; step <= steps; step++) {
            Transition<ResetOnDecay.State> next =
                    policy.update(state, at(step, Rate.scheduled(schedule.applyAsDouble(step))));
            state = next.state();
            boolean reset = next.decision().stream()
                    .flatMap(decision -> decision.actions().stream())
                    .anyMatch(Action.ResetState.class::isInstance);
            if (reset) {
                resets.add(step);
            }
        }
        return resets;
    }

    private static Observation at(long step, Rate rate) {
        return Observation.step(step, 0, 1, Map.of("g", rate));
    }
}
