package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.RestartSchedule;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.UseFirstOptimizer;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Observation;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.RestartRun.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReinitializeOnBadRegionTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final Weights LOST = new Weights(0, false, false);
    private static final Weights FRESH = new Weights(0, true, false);
    private static final Weights TRAINED = new Weights(0.98, true, false);

    private final ReinitializeOnBadRegion policy = ReinitializeOnBadRegion.defaults();
    private final ReinitializeOnBadRegion plain = policy.withCandidates(1);

    @Test
    void aRestartByAFixedFactorKeepsRedrawsResetsAndChangesTheRateAtOnce() {
        RestartRun run = run(plain.withRateFactor(0.1), 800, 0.01, LOST).train(400);

        Decision first = run.events.get(0).decision();
        assertThat(first.actions())
                .containsExactly(
                        new Keep("first-attempt", RestartStep.EVERYTHING),
                        new RedrawWeights(ALL, SplitMix64.mix(42, 1)),
                        new UseFirstOptimizer(ALL),
                        new ResetState(ALL, ResetMode.FULL),
                        new ResetState(ALL, ResetMode.FULL),
                        new SetRateFactor(ALL, 0.1, Span.LASTING),
                        new SetRateFactor(ALL, 1, Span.PASSING));
        assertThat(first.because().sentence())
                .contains("→ restart 1 of 3, weights drawn anew; undo: restoreFirstAttempt(), rate ×0.1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-7, 1e-5, 3, 60, 1e4})
    void aRateThatIsFarOffIsPutRightByOneRestart(double updateSize) {
        RestartRun run = run(plain, 800, updateSize, LOST).train(800);

        assertThat(run.redraws()).hasSize(1);
        assertThat(updateSize * run.lasting).isBetween(0.02, 0.05);
        assertThat(run.passing).isEqualTo(1);
        assertThat(run.weights.skill()).isGreaterThan(0.9);
    }

    @Test
    void aRateThatWasRightStays() {
        RestartRun run = run(plain, 800, 0.012, LOST).train(800);

        assertThat(run.redraws()).hasSize(1);
        assertThat(run.lasting).isEqualTo(1);
        assertThat(run.weights.skill()).isGreaterThan(0.9);
    }

    @Test
    void longerRunsGetSmallerUpdates() {
        RestartRun run = run(plain, 20_000, 3, LOST).train(6000);

        assertThat(3 * run.lasting).isBetween(0.003, 0.009);
    }

    @Test
    void aRaceIsWonByWhoLearns() {
        RestartRun run = run(policy, 1000, 3, LOST).train(1000);

        assertThat(run.redraws()).hasSize(1);
        assertThat(run.sentences().get(0)).contains("a race of 3");
        assertThat(run.events.get(run.events.size() - 1).decision().because().rule())
                .isEqualTo("race-over");
        assertThat(run.sentences().get(run.sentences().size() - 1)).endsWith("→ new weights, fitting rate goes on");
        assertThat(run.weights.skill()).isGreaterThan(0.9);
    }

    @Test
    void aFalseAlarmCostsSomeStepsAndNeverTheRun() {
        RestartRun run = run(policy, 1000, 0.01, LOST);
        while (run.events.isEmpty()) {
            run.train(1);
        }
        run.weights = FRESH; // it begins to learn at the worst of moments

        run.train(300);

        assertThat(run.sentences().get(1)).matches("go on as before -\\S+ → nothing was better, it goes on as before");
        assertThat(run.redraws()).isEmpty();
        assertThat(run.lasting).isEqualTo(1);
    }

    @Test
    void whereNobodyLearnsTheRunGoesOnAsBefore() {
        RestartRun run = run(policy.withRestarts(1), 1000, 0.01, LOST);
        while (run.events.isEmpty()) {
            run.train(1);
        }
        int length = 1000 / 16;

        run.badBatch = step -> false;
        while (!run.events
                .get(run.events.size() - 1)
                .decision()
                .because()
                .rule()
                .equals("race-over")) {
            run.weights = new Weights(0, false, false);
            run.train(1);
        }

        assertThat(run.events.get(run.events.size() - 1).decision().actions())
                .startsWith(new Restore(ALL, "race"))
                .contains(new SetRateFactor(ALL, 1, Span.LASTING));
        assertThat(run.step).isLessThan(1000 / 4 + 4 * length);
        assertThat(run.sentences().get(run.sentences().size() - 1))
                .startsWith("go on as before ")
                .contains("new weights, the rate that was ", "new weights, fitting rate ")
                .endsWith("nothing was better, it goes on as before");
    }

    @Test
    void aRaceResumesExactlyAtAnyStep() {
        RestartRun whole = run(policy, 1000, 3, LOST).train(600);
        RestartRun saved = run(policy, 1000, 3, LOST);
        saved.saving = true;
        saved.train(600);

        assertThat(saved.events).isEqualTo(whole.events);
        assertThat(saved.state).isEqualTo(whole.state);
    }

    @Test
    void aTrainedNetThatGetsOneBadBatchIsBackWithinFiftySteps() {
        RestartRun run = run(policy, 1000, 0.005, TRAINED);
        run.badBatch = step -> step == 413;
        run.train(450);

        assertThat(run.redraws()).isEmpty();
        assertThat(run.weights.skill()).isGreaterThan(0.98);
        assertThat(run.lasting).isEqualTo(0.5);
        assertThat(run.sentences().get(0))
                .startsWith(
                        "loss is NaN from step 413 on (batch 13 of epoch 5) → the best weights are back, recovery 1 of 3");
    }

    @Test
    void oneBadLossOfWeightsThatStayFiniteIsLeftAlone() {
        RestartRun run = run(policy, 1000, 0.005, TRAINED).train(300);
        run.badBatch = step -> true;
        run.train(1);
        run.badBatch = step -> false;
        run.weights = TRAINED;
        run.train(200);

        assertThat(run.events).isEmpty();
    }

    @Test
    void recoveriesHaveABudgetOfTheirOwn() {
        RestartRun run = run(policy.withRecoveries(2), 2000, 0.005, TRAINED);
        run.badBatch = step -> step % 300 == 0;
        run.train(2000);

        assertThat(run.redraws()).isEmpty();
        assertThat(run.events.get(run.events.size() - 1).fate()).isEqualTo(Fate.REPORTED);
        assertThat(run.sentences().get(run.sentences().size() - 1))
                .endsWith("→ out of recoveries; restoreBest() brings the best weights back");
        assertThat(run.state.restarts()).isZero();
    }

    @Test
    void aModelThatIsSaidToBeTrainedIsNeverDrawnAnew() {
        RestartRun run = run(policy.withTrained(true), 1000, 0.01, LOST).train(1000);

        assertThat(run.redraws()).isEmpty();
        assertThat(run.sentences()).hasSize(1);
        assertThat(run.sentences().get(0)).contains("nothing is drawn anew");
    }

    @Test
    void anUnattainableLossOfARunThatLearnsIsOnlyReported() {
        RestartRun run = run(policy.withAcceptableLoss(1e-9), 2000, 0.01, FRESH).train(2000);

        assertThat(run.redraws()).isEmpty();
        assertThat(run.events).hasSizeLessThan(2);
    }

    @Test
    void whereTooLittleIsLeftTheBestWeightsComeBackAndItIsReported() {
        RestartRun run = run(policy, 1000, 0.01, new Weights(0.02, false, false));
        run.badBatch = step -> step == 983;
        run.train(1000);

        assertThat(run.redraws()).allMatch(step -> step < 800);
        assertThat(run.weights.broken()).isFalse();
        assertThat(run.sentences().get(run.sentences().size() - 1)).isNotEmpty();
    }

    @Test
    void whenTheBudgetIsUsedUpItSaysSoOnce() {
        RestartRun run = run(plain.withRateFactor(1e-9).withRestarts(1), 4000, 0.01, LOST)
                .train(4000);

        assertThat(run.events).hasSize(2);
        assertThat(run.events.get(1).fate()).isEqualTo(Fate.REPORTED);
        assertThat(run.sentences().get(1)).endsWith("→ out of restarts; restoreBest() brings the best weights back");
    }

    @Test
    void withoutRestartsWhatIsCertainIsReportedInItsOwnWords() {
        RestartRun run = run(policy.withRestarts(0), 800, 0.01, LOST).train(800);

        assertThat(run.events).hasSize(1);
        assertThat(run.events.get(0).describe())
                .doesNotContain("SUSPECTED")
                .contains("→ reported only, as withRestarts(0) asks");
    }

    @Test
    void aKickIsTriedBeforeARestartAndTakenBack() {
        RestartRun run = run(policy.withKick(10, 20), 800, 0.01, LOST).train(800);

        assertThat(run.events.get(0).decision().actions()).containsExactly(new SetRateFactor(ALL, 10, Span.PASSING));
        assertThat(run.events.get(1).decision().actions()).containsExactly(new SetRateFactor(ALL, 1, Span.PASSING));
        assertThat(run.events.get(2).decision().actions()).contains(new Keep("first-attempt", RestartStep.EVERYTHING));
    }

    @Test
    void theScheduleRestartsOnRequest() {
        RestartRun run = run(plain.withSchedule(ReinitializeOnBadRegion.Schedule.RESTART), 800, 0.01, LOST)
                .train(400);

        assertThat(run.events.get(0).decision().actions()).contains(new RestartSchedule(ALL));
    }

    @Test
    void somebodyElsesRedrawStartsTheAttemptAnewAndCallsARaceOff() {
        RestartRun run = run(policy, 1000, 0.01, LOST);
        while (run.redraws().isEmpty()) {
            run.train(1);
        }
        Observation redrawn =
                Observation.step(run.step + 1, 0, 2.3, Map.of()).withApplied(List.of(new RedrawWeights(ALL, 7)));

        RestartState after = policy.update(run.state, redrawn).state();

        assertThat(after.phase()).isEqualTo(new Phase.Watching());
        assertThat(after.attempt().begin()).isEqualTo(run.step + 1);
    }

    @Test
    void aDryRunReportsOnce() {
        RestartRun run = run(policy, 1000, 0.01, LOST);
        RestartState before = run.state;
        while (run.events.isEmpty()) {
            before = run.state;
            run.train(1);
        }

        RestartState declined = policy.declined(before, run.state);

        assertThat(declined.phase()).isEqualTo(new Phase.Watching());
        assertThat(declined.reported()).isTrue();
        assertThat(declined.restarts()).isZero();
    }

    @Test
    void theRepertoireHoldsEveryKindOfActionItTakes() {
        assertThat(policy.repertoire().stream().map(Action::getClass).map(Class::getSimpleName))
                .contains("Keep", "Restore", "RedrawWeights", "UseFirstOptimizer", "ResetState", "SetRateFactor");
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        assertThatThrownBy(() -> policy.withRestarts(-1))
                .hasMessage("restarts must not be negative, got -1; 0 only reports");
        assertThatThrownBy(() -> policy.withAcceptableLoss(Double.NaN)).hasMessageContaining("must be finite, got NaN");
        assertThatThrownBy(() -> policy.withRateFactor(0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> policy.withKick(0.5, 10)).hasMessageContaining("above 1, got 0.5");
        assertThatThrownBy(() -> policy.withCandidates(0)).hasMessageContaining("candidates must be in [1, 7], got 0");
        assertThatThrownBy(() -> policy.withUpdateSize(1)).hasMessageContaining("must be in (0, 1), got 1.0");
    }

    private static RestartRun run(ReinitializeOnBadRegion policy, long planned, double updateSize, Weights first) {
        return new RestartRun(policy, planned, updateSize, first);
    }
}
