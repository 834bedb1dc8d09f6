package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.UseFirstOptimizer;
import io.github.redescent.control.Part;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ramps, trials, and starting over after what others did. */
class SwitchTrialTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final ParameterSelector BODY = ParameterSelector.group("body");
    private static final SwitchOptimizer SWITCH = SwitchOptimizer.to(OptimizerSpec.sgd())
            .when(Trigger.atStep(50))
            .rate(SwitchRate.matched())
            .on(BODY);

    @Test
    void aRampRisesEvenlyAndIsTakenBack() {
        SimulatedRun run = run(SWITCH.ramp(4)).train(60);

        assertThat(factors(run)).containsExactly(0.2, 0.4, 0.6, 0.8, 1.0);
        assertThat(run.decided("ramp-ended").get(0).step()).isEqualTo(54);
        assertThat(run.decided("ramp-ended").get(0).decision().because().measured())
                .containsKey("update after body");
    }

    @Test
    void aSwitchThatMakesTheLossRiseIsTakenBackForGood() {
        SimulatedRun run = run(OptimizerSpec.sgd(3), Trial.of(100)).train(49);
        SimulatedRun plain = new SimulatedRun(Recipe.of(KeepBest.defaults())).train(50);
        run.train(1);
        assertThat(run.switches()).containsExactly(50L);
        assertThat(run.backend.group("body").weights())
                .isEqualTo(plain.backend.group("body").weights());

        run.train(200);

        TrainingEvent.Decided failed = run.decided("trial-failed").get(0);
        assertThat(failed.step()).isBetween(51L, 70L);
        assertThat(failed.decision().actions()).contains(new Restore(ALL, "before-switch of group \"body\""));
        assertThat(failed.decision().because().measured().get("loss"))
                .isGreaterThan(failed.decision().because().threshold().get("loss"));
        assertThat(run.backend.group("body").optimizer.kind()).isEqualTo("Adam");
        assertThat(run.switches()).hasSize(1);
    }

    @Test
    void attemptsMayBeMoreThanOne() {
        SimulatedRun run =
                run(OptimizerSpec.sgd(3), Trial.of(100).withAttempts(2)).train(400);

        assertThat(run.switches()).hasSize(2);
        assertThat(run.switches().get(1))
                .isEqualTo(run.decided("trial-failed").get(0).step() + 50);
        assertThat(run.decided("trial-failed")).hasSize(2);
    }

    @Test
    void aLossThatIsNoNumberEndsATrialToo() {
        SimulatedRun run = run(SWITCH.trial(50));
        run.extraLoss = step -> step > 60 ? Double.NaN : 0;
        run.train(100);

        assertThat(run.decided("trial-failed")).hasSize(1);
        assertThat(run.backend.group("body").optimizer.kind()).isEqualTo("Adam");
    }

    @Test
    void aGoodSwitchPassesItsTrial() {
        SimulatedRun run = run(SWITCH.ramp(5).trial(40)).train(120);

        assertThat(run.decided("trial-passed").get(0).step()).isEqualTo(90);
        assertThat(run.decided("trial-passed").get(0).decision().because().measured())
                .containsKeys("loss", "loss before", "update after body");
        assertThat(run.backend.group("body").optimizer.kind()).isEqualTo("Sgd");
    }

    @Test
    void nothingElseIsSwitchedDuringATrial() {
        SimulatedRun run = run(SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.9))
                .when(Trigger.atStep(30))
                .rate(SwitchRate.matched())
                .then(OptimizerSpec.sgd())
                .when(Trigger.atStep(10))
                .rate(SwitchRate.matched())
                .ramp(20)
                .trial(40));
        run.train(120);

        // The trial's end is on step 70, and the next switch one step later.
        assertThat(run.switches()).containsExactly(30L, 71L);
    }

    @Test
    void aRestartStartsOverAndTakesTheRampBack() {
        SimulatedRun run = run(SWITCH.ramp(40)).train(60);
        run.others(new RedrawWeights(ALL, 7), new UseFirstOptimizer(ALL));

        run.train(1);
        assertThat(run.events.get(run.events.size() - 1).decision().actions())
                .containsExactly(new SetRateFactor(BODY, 1, Span.PASSING));
        run.train(100);

        assertThat(run.switches()).containsExactly(50L, 110L);
    }

    @Test
    void aFlatLossBeforeASwitchLeavesItRoom() {
        assertThat(Trial.of(16).limit(0, 0)).isPositive();
        assertThat(Trial.of(16).limit(2, 0)).isEqualTo(2.02);
        assertThat(Trial.of(16).limit(-2, 0.1)).isCloseTo(-1.7, within(1e-12));
    }

    @Test
    void aRestartElsewhereLeavesAGroupAlone() {
        SimulatedRun run = run(SWITCH).train(60);
        run.others(new UseFirstOptimizer(ParameterSelector.group("head")));
        run.train(100);

        assertThat(run.switches()).containsExactly(50L);
    }

    @Test
    void aRestoreBringsBackTheStageOfItsSlot() {
        SimulatedRun early = run(SWITCH).train(60);
        // KeepBest kept the weights of the very first step, under Adam.
        SimulatedRun late = run(SWITCH).train(60);
        late.others(new Action.Keep("here", Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS)));
        late.train(10);

        early.others(new Action.Restore(ParameterSelector.all(), KeepBest.SLOT));
        late.controller.restore("user", "here");
        early.train(100);
        late.train(100);

        assertThat(early.switches()).hasSizeGreaterThan(1);
        assertThat(late.switches()).containsExactly(50L);
    }

    @ParameterizedTest
    @ValueSource(ints = {45, 52, 58, 75, 95})
    void aRunResumesExactly(int savedAt) {
        SwitchOptimizer policy = SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.5))
                .when(Trigger.atStep(50))
                .rate(SwitchRate.matched())
                .then(OptimizerSpec.sgd())
                .when(Trigger.swats().withWindow(16).withEvery(1))
                .ramp(10)
                .trial(20);
        SimulatedRun whole = run(policy).train(400);
        SimulatedRun half = run(policy).train(savedAt);
        int before = half.events.size();

        SimulatedRun resumed = half.resumed().train(400 - savedAt);

        assertThat(resumed.backend.group("body").weights())
                .isEqualTo(whole.backend.group("body").weights());
        assertThat(resumed.events).isEqualTo(whole.events.subList(before, whole.events.size()));
        assertThat(resumed.controller.state()).isEqualTo(whole.controller.state());
        assertThat(whole.switches()).hasSizeGreaterThan(1);
    }

    @Test
    void evidenceNamesWhatWasMeasured() {
        TrainingEvent.Decided decided =
                run(SWITCH.ramp(10).trial(30)).train(50).events.get(0);

        assertThat(decided.decision().because().measured())
                .containsKeys("steps body", "rate before body", "rate after body", "update before body");
        assertThat(decided.decision().because().threshold().get("update after body"))
                .isCloseTo(decided.decision().because().measured().get("update before body"), within(1e-12));
        assertThat(decided.describe())
                .startsWith("step 50 SwitchOptimizer of group \"body\": 50 updates done → Sgd for body, rate 0.01 → ")
                .endsWith(
                        "; ramp over 10 updates; on trial for 30 steps; undo: restore slot before-switch of group \"body\"");
    }

    private static SimulatedRun run(OptimizerSpec target, Trial trial) {
        return run(SwitchOptimizer.to(target).when(Trigger.atStep(50)).on(BODY).trial(trial));
    }

    private static SimulatedRun run(SwitchOptimizer policy) {
        return new SimulatedRun(Recipe.of(policy));
    }

    private static List<Double> factors(SimulatedRun run) {
        return run.events.stream()
                .flatMap(each -> each.decision().actions().stream())
                .filter(SetRateFactor.class::isInstance)
                .map(each -> ((SetRateFactor) each).factor())
                .toList();
    }
}
