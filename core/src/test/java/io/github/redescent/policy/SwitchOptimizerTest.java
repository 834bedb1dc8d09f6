package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Flatness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Triggers and rates, in whole runs under the real controller. */
class SwitchOptimizerTest {
    private static final OptimizerSpec SGD = OptimizerSpec.sgd(0.05);
    private static final ParameterSelector BODY = ParameterSelector.group("body");

    @Test
    void takesOverAfterAStepWithTheSpecsOwnRate() {
        SimulatedRun run = run(SwitchOptimizer.to(SGD).when(Trigger.atStep(30))).train(40);

        assertThat(run.switches()).containsExactly(30L);
        assertThat(actions(run, 0))
                .containsExactly(
                        new Action.UseOptimizer(BODY, SGD, Handover.FRESH),
                        new Action.UseOptimizer(ParameterSelector.group("head"), SGD, Handover.FRESH));
        assertThat(run.backend.group("body").optimizer).isEqualTo(SGD);
    }

    @Test
    void takesOverBetweenTwoEpochs() {
        SimulatedRun run =
                run(SwitchOptimizer.to(SGD).when(Trigger.afterEpochs(2))).train(250);

        assertThat(run.switches()).containsExactly(200L);
        assertThat(run.events.get(0).decision().because().sentence()).startsWith("2 epochs done → Sgd for body, rate");
    }

    @Test
    void takesOverOnAPlateau() {
        SimulatedRun run = run(SwitchOptimizer.to(SGD).when(Trigger.onPlateau()).rate(SwitchRate.matched()));
        // The loss falls for some 300 steps.
        run.train(1500);

        assertThat(run.switches()).hasSize(1);
        assertThat(run.switches().get(0)).isBetween(384L, 1200L);
        assertThat(run.events.get(0).decision().because().rule()).isEqualTo("plateau");
    }

    @Test
    void matchedMakesNoLargerUpdateThanBefore() {
        for (OptimizerSpec target : List.of(
                OptimizerSpec.sgd(),
                OptimizerSpec.sgd().withMomentum(0.9),
                OptimizerSpec.adam(1).withRate(LearningRate.constant(1)))) {
            SimulatedRun run = run(SwitchOptimizer.to(target)
                            .when(Trigger.atStep(50))
                            .rate(SwitchRate.matched())
                            .ramp(0)
                            .trial(20))
                    .train(80);

            Map<String, Double> before = run.events.get(0).decision().because().measured();
            Map<String, Double> bound = run.events.get(0).decision().because().threshold();
            Map<String, Double> after =
                    run.decided("trial-passed").get(0).decision().because().measured();
            assertThat(bound.get("update after body"))
                    .as(target.kind())
                    .isCloseTo(before.get("update before body"), within(1e-12));
            // The weights have shrunk by that one update in between.
            assertThat(after.get("update after body"))
                    .as(target.kind())
                    .isPositive()
                    .isLessThanOrEqualTo(bound.getOrDefault("update after body", 0.0) * 1.01);
        }
    }

    @Test
    void matchedGoesOnWithTheScheduleAndHeedsFactors() {
        SimulatedRun run = run(
                SwitchOptimizer.to(OptimizerSpec.sgd()).when(Trigger.atStep(50)).rate(SwitchRate.matched()));
        run.train(10);
        run.others(new Action.SetRateFactor(ParameterSelector.all(), 0.5, Span.LASTING));
        run.train(40);

        Action.UseOptimizer use = (Action.UseOptimizer) actions(run, 0).get(0);
        Map<String, Double> numbers =
                run.events.get(run.events.size() - 1).decision().because().measured();
        double share = use.optimizer().rate().keptShare().orElseThrow();
        // Adam's rate is 0.01, the factor 0.5.
        assertThat(numbers.get("rate before body")).isCloseTo(0.005, within(1e-12));
        assertThat(numbers.get("rate after body")).isCloseTo(share * 0.005, within(1e-12));
    }

    @Test
    void keptGoesOnWithAShareOfTheSchedule() {
        SimulatedRun run = run(SwitchOptimizer.to(SGD)
                .when(Trigger.atStep(5))
                .rate(SwitchRate.kept().times(0.5)));
        run.train(6);

        assertThat(run.backend.group("body").scheduled(run.backend.step())).isEqualTo(0.005);
    }

    @Test
    void theSizeAfterASwitchIsReportedOnTheNextStep() {
        SimulatedRun run = run(SwitchOptimizer.to(SGD).when(Trigger.atStep(5)).rate(SwitchRate.matched()));
        run.train(6);

        TrainingEvent.Decided measured = run.decided("switched").get(0);

        assertThat(measured.step()).isEqualTo(6);
        assertThat(measured.decision().routine()).isTrue();
        assertThat(measured.decision().because().measured()).containsKeys("update after body", "update after head");
    }

    @Test
    void swatsJudgesAndSwitchesEachGroupByItself() {
        SimulatedRun run = new SimulatedRun(
                Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd())
                        .when(Trigger.swats().withWindow(32))),
                new SimulatedBackend(0.3),
                Optional.empty());
        run.train(3000);

        assertThat(run.decided("swats")).isNotEmpty();
        run.decided("swats").forEach(each -> {
            Map<String, Double> numbers = each.decision().because().measured();
            assertThat(each.decision().actions())
                    .filteredOn(Action.UseOptimizer.class::isInstance)
                    .hasSizeBetween(1, 2);
            String group = numbers.containsKey("γ body") ? "body" : "head";
            assertThat(numbers.get("spread " + group)).isLessThan(0.1);
            assertThat(numbers.get("rate after " + group)).isLessThanOrEqualTo(numbers.get("γ " + group));
            assertThat(each.decision().because().threshold().get("update after " + group))
                    .isLessThanOrEqualTo(numbers.getOrDefault("update before " + group, 0.0) * (1 + 1e-12));
        });
        assertThat(run.backend.group("body").optimizer.kind()).isEqualTo("Sgd");
        assertThat(run.backend.group("head").optimizer.kind()).isEqualTo("Sgd");
    }

    @Test
    void literalSwatsSwitchesWhereGammaIsExact() {
        SimulatedRun run = new SimulatedRun(
                Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.75))
                        .when(Trigger.swats(Swats.Variant.LITERAL))
                        .on(BODY)),
                new SimulatedBackend(0),
                Optional.empty());
        // Under gradient descent p is −ηg, so that γ is η up to rounding.
        run.others(new Action.UseOptimizer(BODY, OptimizerSpec.sgd(0.01), Handover.FRESH));
        run.train(5);

        assertThat(run.switches().get(1)).isEqualTo(2L);
        // (1 − β)Λ
        assertThat(run.backend.group("body").scheduled(run.backend.step())).isCloseTo(0.0025, within(1e-12));
    }

    @Test
    void aChainCountsFromSwitchToSwitch() {
        SimulatedRun run = run(SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.9))
                .when(Trigger.atStep(30))
                .rate(SwitchRate.matched())
                .then(OptimizerSpec.sgd())
                .when(Trigger.afterEpochs(1))
                .rate(SwitchRate.kept().times(0.1)));
        run.train(250);

        assertThat(run.switches()).containsExactly(30L, 100L);
    }

    @Test
    void measurementsAreWantedOnlyJustBeforeAndOnceAfter() {
        SimulatedRun run = run(
                SwitchOptimizer.to(OptimizerSpec.sgd()).when(Trigger.atStep(50)).rate(SwitchRate.matched()));
        run.train(100);

        assertThat(run.backend.measurements).isEqualTo(8 + 1);
    }

    @Test
    void aFrozenGroupIsSwitchedOnceItIsTrainedAndMeasured() {
        SimulatedRun run = run(
                SwitchOptimizer.to(OptimizerSpec.sgd()).when(Trigger.atStep(20)).rate(SwitchRate.matched()));
        run.others(new Action.Freeze(BODY));
        run.train(40);
        assertThat(run.switches()).containsExactly(20L);
        run.others(new Action.Unfreeze(BODY));

        run.train(20);

        assertThat(run.switches()).containsExactly(20L, 49L);
    }

    @Test
    void twoForDifferentGroupsLiveInOneRecipe() {
        SimulatedRun run = run(
                SwitchOptimizer.to(SGD).when(Trigger.atStep(10)).on(BODY).trial(16),
                SwitchOptimizer.to(SGD)
                        .when(Trigger.atStep(20))
                        .on(ParameterSelector.group("head"))
                        .trial(16));
        run.train(30);

        assertThat(run.switches()).containsExactly(10L, 20L);
        assertThat(run.controller.keptSlots())
                .contains("before-switch of group \"body\"", "before-switch of group \"head\"");
    }

    @Test
    void aDryRunDoesNothing() {
        SimulatedRun run = new SimulatedRun(Recipe.of(
                        SwitchOptimizer.to(SGD).when(Trigger.atStep(10)).ramp(5).trial(16))
                .asDryRun());
        SimulatedRun plain = new SimulatedRun(Recipe.of(KeepBest.defaults()));
        run.train(50);
        plain.train(50);

        assertThat(run.events)
                .extracting(TrainingEvent.Decided::fate)
                .allMatch(fate -> fate.name().equals("DRY_RUN"));
        assertThat(run.backend.group("body").weights())
                .isEqualTo(plain.backend.group("body").weights());
    }

    @Test
    void refusesWhatCannotBe() {
        SwitchOptimizer.Next nAdam = SwitchOptimizer.to(OptimizerSpec.nAdam(1e-3));
        SwitchOptimizer toSgd = SwitchOptimizer.to(SGD).when(Trigger.atStep(1));

        assertThatThrownBy(() -> nAdam.when(Trigger.atStep(1)).rate(SwitchRate.matched()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("first update of NAdam")
                .hasMessageContaining("SwitchRate.given()");
        assertThatThrownBy(() -> toSgd.rate(SwitchRate.estimated()))
                .hasMessageContaining("only Trigger.swats() estimates a rate");
        assertThatThrownBy(() -> SwitchOptimizer.to(OptimizerSpec.host("own"))
                        .when(Trigger.atStep(1))
                        .rate(SwitchRate.kept()))
                .hasMessageContaining("is the host's");
        assertThatThrownBy(() -> SwitchOptimizer.to(OptimizerSpec.adam(1))
                        .when(Trigger.atStep(1))
                        .rate(SwitchRate.matched())
                        .handover(Handover.MOMENTUM))
                .hasMessageContaining("Handover.FRESH");
        assertThatThrownBy(() -> SwitchRate.kept().times(0)).hasMessageContaining("positive and finite, got 0.0");
        assertThatThrownBy(() -> toSgd.ramp(-1)).hasMessageContaining("ramp must not be negative, got -1");
        assertThatThrownBy(() -> toSgd.trial(15)).hasMessageContaining("at least 16 steps, got 15");
        assertThatThrownBy(() -> toSgd.ramp(20).trial(20)).hasMessageContaining("outlast the ramp of 20");
        assertThatThrownBy(() -> toSgd.then(SGD)
                        .when(Trigger.onPlateau())
                        .then(SGD)
                        .when(Trigger.onPlateau().withLimits(Flatness.defaults().withImprovement(0.5))))
                .hasMessageContaining("same limits");
    }

    @Test
    void refusesAtStartATargetThatCutsAGroup() {
        SwitchOptimizer part =
                SwitchOptimizer.to(OptimizerSpec.sgd()).when(Trigger.atStep(1)).on(ParameterSelector.glob("body/*"));
        ParameterGroups one = ParameterGroups.builder().scaled("one", "**", 1).exhaustive();

        assertThatThrownBy(() -> new SimulatedRun(
                        Recipe.of(part.rate(SwitchRate.matched())).withGroups(one)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaves out [head/W] of group one");
        assertThatThrownBy(() -> run(part.on(ParameterSelector.ofKind(Kind.RUNNING_STATISTIC))))
                .hasMessageContaining("matches no parameter");
    }

    private static SimulatedRun run(SwitchOptimizer... policies) {
        return new SimulatedRun(Recipe.of(policies));
    }

    private static List<Action> actions(SimulatedRun run, int index) {
        return run.events.stream()
                .map(each -> each.decision().actions())
                .filter(each -> each.stream().anyMatch(Action.UseOptimizer.class::isInstance))
                .toList()
                .get(index);
    }
}
