package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSelector;
import org.junit.jupiter.api.Test;

/** Forking a run, on a noisy quadratic under the real controller. */
class ProbeTest {
    private static final Choice FASTER = Choice.rate(3);
    private static final Choice SLOWER = Choice.rate(1.0 / 3);
    private static final Probe EARLY =
            Probe.of(SLOWER, FASTER).when(Trigger.atStep(40)).withTimes(1);

    @Test
    void theBestWayGoesOnAndItsRateStays() {
        SimulatedRun run = new SimulatedRun(Recipe.of(EARLY)).train(200);

        assertThat(run.decided("probe-over")).hasSize(1);
        assertThat(sentence(run)).startsWith("40 updates done: nothing ").endsWith(" → rate ×3 goes on");
        assertThat(run.controller.state().factors())
                .anyMatch(each -> each.policy().equals("Probe") && each.factor() == 3);
        assertThat(run.decided("probe-over").get(0).decision().because().measured())
                .containsKeys("nothing", "rate ×3", "rate ×0.333");
    }

    @Test
    void whatWinsIsWhereItWasAtItsEnd() {
        SimulatedRun probed = new SimulatedRun(Recipe.of(
                        Probe.of(FASTER, SLOWER).when(Trigger.atStep(40)).withTimes(1)))
                .train(40 + 3 * 32);

        assertThat(probed.decided("probe-over").get(0).decision().actions())
                .startsWith(new Action.Restore(ParameterSelector.all(), "probe-best"));
    }

    @Test
    void nothingWinsTies() {
        Probe same = Probe.of(Choice.rate(1.0001)).when(Trigger.atStep(400)).withTimes(1);
        SimulatedRun run = new SimulatedRun(Recipe.of(same)).train(600);

        assertThat(sentence(run)).endsWith(" → nothing goes on");
    }

    @Test
    void aReportPutsEverythingBackBitForBit() {
        SimulatedRun run = new SimulatedRun(
                        Recipe.of(Probe.of(FASTER, Choice.resetState(), Choice.use(OptimizerSpec.sgd(0.05)))
                                .when(Trigger.atStep(40))
                                .withTimes(1)
                                .reportOnly()))
                .train(40);
        double[] before = run.backend.group("body").weights();

        run.train(4 * 32);

        assertThat(sentence(run)).contains("switch to Sgd").endsWith("; everything is as it was");
        assertThat(run.backend.group("body").weights()).isEqualTo(before);
        assertThat(run.controller.state().factors()).isEmpty();
    }

    @Test
    void aDecayOfTheRateStartsOne() {
        Probe decays = Probe.of(Choice.resetState()).whenRateDecays();
        SimulatedRun run = new SimulatedRun(Recipe.of(decays)).train(20);
        run.others(new Action.SetRateFactor(ParameterSelector.all(), 0.1, Span.LASTING));

        run.train(100);

        assertThat(sentence(run)).startsWith("rate of ").contains(" fell from 0.01 to 0.001");
    }

    @Test
    void aKilledProbeIsResumedExactly() {
        SimulatedRun whole = new SimulatedRun(Recipe.of(EARLY)).train(200);
        for (int killedAt : new int[] {39, 55, 72, 90, 110, 136}) {
            SimulatedRun resumed =
                    new SimulatedRun(Recipe.of(EARLY)).train(killedAt).resumed().train(200 - killedAt);

            assertThat(resumed.backend.group("body").weights())
                    .as("killed at " + killedAt)
                    .isEqualTo(whole.backend.group("body").weights());
        }
    }

    @Test
    void somebodyElsesRestoreCallsItOff() {
        SimulatedRun run = new SimulatedRun(Recipe.of(EARLY)).train(80);
        run.others(new Action.Restore(ParameterSelector.all(), KeepBest.SLOT));

        run.train(50);

        assertThat(run.decided("probe-off")).hasSize(1);
        assertThat(run.decided("probe-over")).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(Probe::of).hasMessageContaining("needs something to try");
        assertThatThrownBy(() -> Probe.of(FASTER, Choice.rate(3))).hasMessageContaining("tries \"rate ×3\" twice");
        assertThatThrownBy(() -> Choice.rate(1)).hasMessageContaining("not 1, got 1.0");
        assertThatThrownBy(() -> EARLY.withLength(7)).hasMessageContaining("at least 8 updates, got 7");
        assertThatThrownBy(() -> EARLY.when(Trigger.swats())).hasMessageContaining("a probe cannot wait for");
    }

    private static String sentence(SimulatedRun run) {
        return run.decided("probe-over").get(0).decision().because().sentence();
    }
}
