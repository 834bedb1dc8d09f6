package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.OracleCase;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.Unfreeze;
import io.github.redescent.control.Action.UseOptimizer;
import io.github.redescent.control.Handover;
import io.github.redescent.control.ResetMode;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ResetOnDecay;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PyTorch's numbers, where a recipe resets, switches and unfreezes during a real trainer's steps. */
class OracleThroughTrainerTest {
    private static final ParameterSelector ALL = ParameterSelector.all();

    static List<OracleCase> switches() {
        return named("switch_before_step_15_to_");
    }

    static List<OracleCase> unfrozen() {
        return named("frozen_until_step_10");
    }

    static List<OracleCase> resets() {
        return named("reset_before_step_10");
    }

    static List<OracleCase> decays() {
        return named("lr_halved_and_reset_before_step_10");
    }

    static List<OracleCase> clippedByNorm() {
        return OracleCase.all().stream()
                .filter(each -> each.settings().containsKey("clip_norm"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("clippedByNorm")
    void gradientsAreClippedByTheirCommonNorm(OracleCase expected) {
        assertPyTorchs(
                expected,
                ControlledOptimizer.builder(expected.spec())
                        .clipNorm(expected.number("clip_norm", 0))
                        .build());
    }

    private static List<OracleCase> named(String start) {
        return OracleCase.all().stream()
                .filter(each -> each.name().startsWith(start))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("switches")
    void aSwitchIsAFreshOptimizer(OracleCase expected) {
        assertPyTorchs(expected, script(15, new UseOptimizer(ALL, expected.target(), Handover.FRESH)));
    }

    @ParameterizedTest
    @MethodSource("unfrozen")
    void whatIsUnfrozenLateStartsAtStepZero(OracleCase expected) {
        ParameterGroups groups = ParameterGroups.builder().frozen("all", ALL).exhaustive();

        assertPyTorchs(expected, script(10, new Unfreeze(ALL)).withGroups(groups));
    }

    @ParameterizedTest
    @MethodSource("resets")
    void aResetIsAFreshOptimizer(OracleCase expected) {
        assertPyTorchs(expected, script(10, new ResetState(ALL, ResetMode.FULL)));
    }

    @ParameterizedTest
    @MethodSource("decays")
    void aDecayedRateResetsTheState(OracleCase expected) {
        assertPyTorchs(expected, Recipe.of(ResetOnDecay.defaults()));
    }

    private static Recipe script(long step, Action action) {
        return Recipe.of(ScriptedPolicy.at(step, action));
    }

    private static void assertPyTorchs(OracleCase expected, Recipe recipe) {
        assertPyTorchs(expected, ControlledOptimizer.of(expected.spec(), recipe));
    }

    private static void assertPyTorchs(OracleCase expected, ControlledOptimizer optimizer) {
        double[] tolerance = expected.tolerance();
        try (Slope slope = new Slope(optimizer, OracleCase.floats(expected.initial()))) {
            for (int step = 0; step < expected.gradients().length; step++) {
                slope.step(expected.gradient(step));

                float[] actual = slope.weight();
                for (int i = 0; i < actual.length; i++) {
                    assertThat(Math.abs(actual[i] - expected.weights()[step][i]))
                            .as("weight %d after step %d", i, step)
                            .isLessThanOrEqualTo(tolerance[i]);
                }
            }
        }
    }
}
