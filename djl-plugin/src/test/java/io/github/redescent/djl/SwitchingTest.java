package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.RestartSchedule;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.UseFirstOptimizer;
import io.github.redescent.control.Action.UseOptimizer;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.Adam;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.Sgd;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SwitchingTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final Adam ADAM = OptimizerSpec.adam(0.01);
    private static final Sgd MOMENTUM = OptimizerSpec.sgd(0.1).withMomentum(0.9);

    @Test
    void momentumTakesOverAdamsRunningMean() {
        try (Slope slope = slope(ADAM, 7, MOMENTUM)) {
            steps(slope, 7, 2);
            float before = slope.weight()[0];

            slope.step(2);

            // The mean of equal gradients is 2: a velocity of 2 / (1 - 0.9) stays as it is.
            assertThat(slope.weight()[0] - before).isCloseTo(-0.1f * 20, within(1e-4f));
        }
    }

    @Test
    void adamTakesOverTheMeanOfTheVelocityAndItsClock() {
        try (Slope slope = slope(MOMENTUM, 5, ADAM)) {
            steps(slope, 5, 2);
            float before = slope.weight()[0];

            slope.step(2);

            double mean = 2 * (1 - Math.pow(0.9, 5)); // (1 - 0.9) times the velocity after five equal gradients
            double first = 0.9 * mean * (1 - Math.pow(0.9, 5)) + 0.1 * 2;
            double step = 0.01 * first / (1 - Math.pow(0.9, 6)) / 2; // the second moment is new: its mean is 2 * 2
            assertThat((double) (slope.weight()[0] - before)).isCloseTo(-step, within(1e-6));
        }
    }

    @Test
    void oneOfAdamsKinGoesOnWithTheSameMeanAsAnother() {
        try (Slope slope = slope(ADAM, 5, OptimizerSpec.amsGrad(0.01))) {
            for (int i = 1; i <= 5; i++) {
                slope.step(i);
            }
            float before = slope.weight()[0];

            slope.step(6);

            double mean = 0;
            for (int i = 1; i <= 6; i++) {
                mean = 0.9 * mean + 0.1 * i;
            }
            assertThat((double) (slope.weight()[0] - before))
                    .isCloseTo(-0.01 * mean / (1 - Math.pow(0.9, 6)) / 6, within(1e-6));
        }
    }

    @Test
    void dampeningIsPartOfTheVelocitysUnits() {
        try (Slope slope = slope(ADAM, 7, MOMENTUM.withDampening(0.5))) {
            steps(slope, 7, 2);
            float before = slope.weight()[0];

            slope.step(2);

            assertThat(slope.weight()[0] - before).isCloseTo(-0.1f * 10, within(1e-4f));
        }
    }

    static List<List<OptimizerSpec>> withoutMomentum() {
        return List.of(
                List.of(ADAM, OptimizerSpec.sgd(0.1)),
                List.of(ADAM, OptimizerSpec.rmsProp(0.1).withMomentum(0.9)),
                List.of(OptimizerSpec.adaGrad(0.1), ADAM),
                List.of(OptimizerSpec.adaDelta(0.1), MOMENTUM));
    }

    @ParameterizedTest
    @MethodSource("withoutMomentum")
    void momentumThatIsNotThereIsRefusedAtAttach(List<OptimizerSpec> fromTo) {
        try (Slope slope = slope(fromTo.get(0), 1000, fromTo.get(1))) {
            assertThatThrownBy(() -> slope.step(1))
                    .isInstanceOf(UnsupportedByBackendException.class)
                    .hasMessageContaining("holds no running mean of gradients")
                    .hasMessageContaining("Handover.FRESH");
        }
    }

    @Test
    void anOptimizerOfTheHostsIsRefusedAtAttach() {
        try (Slope slope = slope(ADAM, 1000, OptimizerSpec.host("slow"))) {
            assertThatThrownBy(() -> slope.step(1))
                    .isInstanceOf(UnsupportedByBackendException.class)
                    .hasMessageContaining("\"slow\"");
        }
    }

    @Test
    void aNewScheduleBeginsAtTheSwitchAndTheFirstGoesOnAsIfThereHadBeenNoOther() {
        OptimizerSpec falling = OptimizerSpec.sgd().withRate(LearningRate.steps(1, 0.5, List.of(4L)));
        OptimizerSpec other = OptimizerSpec.sgd().withRate(LearningRate.steps(100, 0.1, List.of(1L)));
        Recipe recipe = Recipe.of(new ScriptedPolicy(Map.of(
                2L, List.of(new UseOptimizer(ALL, other, Handover.FRESH)), 4L, List.of(new UseFirstOptimizer(ALL)))));

        // 1, 1, then 100 and 10 on the other's own schedule, then the first schedule's fifth and sixth.
        assertThat(moves(ControlledOptimizer.of(falling, recipe), 6)).containsExactly(1, 1, 100, 10, 0.5f, 0.5f);
    }

    @Test
    void aRestartedScheduleStaysRestartedWhenTheFirstOptimizerComesBack() {
        OptimizerSpec falling = OptimizerSpec.sgd().withRate(LearningRate.steps(1, 0.5, List.of(2L)));
        Recipe recipe = Recipe.of(new ScriptedPolicy(Map.of(
                3L, List.of(new RestartSchedule(ALL)),
                4L, List.of(new UseOptimizer(ALL, OptimizerSpec.sgd(100), Handover.FRESH)),
                5L, List.of(new UseFirstOptimizer(ALL)))));

        assertThat(moves(ControlledOptimizer.of(falling, recipe), 6)).containsExactly(1, 1, 0.5f, 1, 100, 0.5f);
    }

    @Test
    void restoringBringsTheOldScheduleBackWhereItWouldBe() {
        OptimizerSpec falling = OptimizerSpec.sgd().withRate(LearningRate.steps(1, 0.5, List.of(4L)));
        Recipe recipe = Recipe.of(new ScriptedPolicy(Map.of(
                1L, List.of(new Keep("here", Set.of(Part.OPTIMIZER_AND_CLOCKS))),
                2L, List.of(new UseOptimizer(ALL, OptimizerSpec.sgd(100), Handover.FRESH)),
                4L, List.of(new Restore(ALL, "here")))));

        assertThat(moves(ControlledOptimizer.of(falling, recipe), 5)).containsExactly(1, 1, 100, 100, 0.5f);
    }

    @Test
    void keptRatesDoNotPileUp() {
        OptimizerSpec tenth = OptimizerSpec.sgd().withRate(LearningRate.kept().times(0.5));
        OptimizerSpec tenfold = OptimizerSpec.sgd().withRate(LearningRate.kept().times(2));
        Recipe recipe = Recipe.of(new ScriptedPolicy(Map.of(
                1L, List.of(new UseOptimizer(ALL, tenth, Handover.FRESH)),
                2L, List.of(new UseOptimizer(ALL, tenth, Handover.FRESH)),
                3L, List.of(new UseOptimizer(ALL, tenfold, Handover.FRESH)),
                4L, List.of(new UseOptimizer(ALL, tenfold, Handover.FRESH)))));

        assertThat(moves(ControlledOptimizer.of(OptimizerSpec.sgd(1), recipe), 5))
                .containsExactly(1, 0.5f, 0.25f, 0.5f, 1);
    }

    @Test
    void partialResetsGiveEachMomentItsOwnClock() {
        Recipe recipe = Recipe.of(new ScriptedPolicy(Map.of(
                20L, List.of(new ResetState(ALL, ResetMode.FIRST_MOMENT)),
                30L, List.of(new ResetState(ALL, ResetMode.SECOND_MOMENT)))));
        Random random = new Random(5);
        double first = 0;
        double second = 0;
        double expected = 1;
        int t1 = 0;
        int t2 = 0;
        try (Slope slope = new Slope(ControlledOptimizer.of(ADAM, recipe), 1)) {
            for (int step = 0; step < 45; step++) {
                t1 = step == 20 ? 1 : t1 + 1;
                t2 = step == 30 ? 1 : t2 + 1;
                float gradient = (float) random.nextGaussian();
                first = 0.9 * (t1 == 1 ? 0 : first) + 0.1 * gradient;
                second = 0.999 * (t2 == 1 ? 0 : second) + 0.001 * gradient * gradient;
                double size = Math.sqrt(second / (1 - Math.pow(0.999, t2))) + 1e-8;
                expected -= 0.01 * first / (1 - Math.pow(0.9, t1)) / size;

                slope.step(gradient);

                // float32 of a weight of size 1, over 45 roundings
                assertThat((double) slope.weight()[0]).as("step " + step).isCloseTo(expected, within(5e-6));
            }
        }
    }

    /** Returns by how much each update of a gradient of 1 lowers the weight. */
    private static float[] moves(ControlledOptimizer optimizer, int steps) {
        float[] moves = new float[steps];
        try (Slope slope = new Slope(optimizer, 0)) {
            for (int i = 0; i < steps; i++) {
                float before = slope.weight()[0];
                slope.step(1);
                moves[i] = before - slope.weight()[0];
            }
        }
        return moves;
    }

    private static void steps(Slope slope, int count, float gradient) {
        for (int i = 0; i < count; i++) {
            slope.step(gradient);
        }
    }

    /** A weight whose optimizer hands its momentum over after a step. */
    private static Slope slope(OptimizerSpec from, long step, OptimizerSpec to) {
        Recipe recipe = Recipe.of(ScriptedPolicy.at(step, new UseOptimizer(ALL, to, Handover.MOMENTUM)));
        return new Slope(ControlledOptimizer.of(from, recipe), 0);
    }
}
