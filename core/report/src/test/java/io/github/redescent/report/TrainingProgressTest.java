package io.github.redescent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private static final Recipe SWITCH =
            Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd(0.5)).when(Trigger.atStep(450)));

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final TrainingProgress progress =
            new TrainingProgress(TrainingProgress.lines(new PrintStream(written, true, StandardCharsets.UTF_8)));

    @Test
    void whereThereIsNoTerminalEachTenthIsALine() {
        List<String> lines = linesOf(SWITCH.withPlannedSteps(1000), 1000);

        assertThat(lines).hasSize(10);
        assertThat(lines.get(0)).isEqualTo("step 100 of 1,000 (10%): loss 2, rate 0.1");
        assertThat(lines.get(4))
                .isEqualTo("step 500 of 1,000 (50%): loss 2, rate 0.5, SwitchOptimizer at step 450 (steps)");
    }

    @Test
    void ofUnknownLengthLinesBecomeRarer() {
        assertThat(linesOf(SWITCH, 2500))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("step 100", "step 200", "step 500", "step 1,000", "step 2,000");
    }

    @Test
    void frozenGroupsAreNamed() {
        Recipe recipe = SWITCH.withGroups(
                ParameterGroups.builder().frozen("body", "stem/**").otherwiseUnchanged());

        assertThat(linesOf(recipe, 100).get(0)).contains("frozen body");
    }

    @Test
    void aShortRunSaysEachTenthOnceAtMost() {
        assertThat(linesOf(SWITCH.withPlannedSteps(7), 7)).hasSize(7);
    }

    @Test
    void aBarIsDrawnAndClosed() {
        WatchedRun run = new WatchedRun(SWITCH.withPlannedSteps(50), new TrainingProgress(new ProgressBarDisplay()));

        for (int i = 0; i < 50; i++) {
            run.step(1);
        }
        run.end();

        assertThat(run.warnings()).isEmpty();
    }

    private List<String> linesOf(Recipe recipe, int steps) {
        WatchedRun run = new WatchedRun(recipe, progress);
        for (int i = 0; i < steps; i++) {
            run.step(2);
        }
        run.end();
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
