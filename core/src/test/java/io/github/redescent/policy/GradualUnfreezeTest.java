package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Gradual unfreezing: Howard and Ruder 2018, arXiv 1801.06146, section 3.3. */
class GradualUnfreezeTest {
    private static final ParameterGroups FROZEN = ParameterGroups.builder()
            .frozen("upper", "head/*")
            .frozen("lower", "body/*")
            .exhaustive();

    @Test
    void oneGroupPerEpochFromTheHeadDown() {
        SimulatedRun run = run(GradualUnfreeze.of("upper", "lower")).train(350);

        assertThat(steps(run)).containsExactly(100L, 200L);
        assertThat(run.events.get(0).decision().actions())
                .containsExactly(new Action.Unfreeze(ParameterSelector.group("upper")));
        assertThat(run.events.get(1).decision().because().sentence())
                .isEqualTo("1 epoch done → unfreeze lower, group 2 of 2");
        assertThat(run.backend.parameters().groups()).containsExactly("lower", "upper");
    }

    @Test
    void anotherPaceIsCountedFromTheGroupBefore() {
        SimulatedRun run =
                run(GradualUnfreeze.of("upper", "lower").everyEpochs(2)).train(450);

        assertThat(steps(run)).containsExactly(200L, 400L);
    }

    @Test
    void onAPlateauTheNextGroupWaitsForTheNextPlateau() {
        SimulatedRun run = run(GradualUnfreeze.of("upper", "lower").onPlateau()).train(2000);

        // Nothing trains, so the loss is flat at once; the next window begins anew.
        assertThat(steps(run).get(0)).isEqualTo(384);
        assertThat(steps(run).get(1)).isGreaterThanOrEqualTo(384 + 384);
        assertThat(run.events.get(0).decision().because().rule()).isEqualTo("plateau");
    }

    @Test
    void resumesExactly() {
        Recipe recipe =
                Recipe.of(GradualUnfreeze.of("upper", "lower").onPlateau()).withGroups(FROZEN);
        SimulatedRun whole = new SimulatedRun(recipe).train(1500);

        SimulatedRun resumed = new SimulatedRun(recipe).train(600).resumed().train(900);

        assertThat(resumed.controller.state()).isEqualTo(whole.controller.state());
        assertThat(steps(resumed))
                .isEqualTo(steps(whole).subList(1, steps(whole).size()));
    }

    @Test
    void freezesAtAttachWhatIsNotFrozenYet() {
        Recipe recipe = Recipe.of(GradualUnfreeze.of("head"));

        SimulatedRun run = new SimulatedRun(recipe, new SimulatedBackend(0), Optional.empty());

        assertThat(run.events.get(0).decision().actions())
                .containsExactly(new Action.Freeze(ParameterSelector.group("head")));
        assertThat(run.backend.parameters().groups()).doesNotContain("head");
        assertThat(steps(run.train(150))).containsExactly(0L, 100L);
    }

    @Test
    void refusesAGroupThatIsMissing() {
        assertThatThrownBy(() -> run(GradualUnfreeze.of("upper", "stem")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no group \"stem\"; there are [lower, upper]");
    }

    @Test
    void refusesAListThatMakesNoSense() {
        assertThatThrownBy(GradualUnfreeze::of).hasMessageContaining("at least one group");
        assertThatThrownBy(() -> GradualUnfreeze.of("a", "a")).hasMessageContaining("\"a\" comes twice");
        assertThatThrownBy(() -> GradualUnfreeze.of("a").everyEpochs(0)).hasMessageContaining("at least 1, got 0");
        assertThatThrownBy(() -> new GradualUnfreeze(List.of("a"), Trigger.swats()))
                .hasMessageContaining("use everyEpochs(1) or onPlateau()");
    }

    private static SimulatedRun run(GradualUnfreeze policy) {
        return new SimulatedRun(Recipe.of(policy).withGroups(FROZEN));
    }

    private static List<Long> steps(SimulatedRun run) {
        return run.events.stream().map(TrainingEvent.Decided::step).toList();
    }
}
