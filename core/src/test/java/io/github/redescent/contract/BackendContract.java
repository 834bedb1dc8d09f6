package io.github.redescent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.redescent.Recipe;
import io.github.redescent.contract.Subjects.Schedule;
import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.Stop;
import io.github.redescent.control.Part;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.TrainingStoppedException;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every adapter must do. An adapter's test extends it and names its subjects. */
public abstract class BackendContract {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final Set<Part> EVERYTHING = Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS);

    /** Returns the adapter's subjects. */
    protected abstract Subjects subjects();

    @Test
    void policiesThatNeverActLeaveTrainingBitIdentical() {
        Recipe recipe = Recipe.of(ResetOnDecay.defaults(), ReinitializeOnBadRegion.defaults());
        try (Subject plain = subjects().plain(Schedule.CONSTANT);
                Subject controlled = subjects().controlled(Schedule.CONSTANT, recipe)) {

            plain.train(60);
            controlled.train(60);

            assertThat(controlled.history()).isEmpty();
            assertThat(controlled.weights()).isEqualTo(plain.weights());
        }
    }

    @Test
    void aDryRunReportsAndLeavesTrainingBitIdentical() {
        Recipe recipe = script(10, new RedrawWeights(ALL, 3), new ResetState(ALL, ResetMode.FULL))
                .asDryRun();
        try (Subject plain = subjects().plain(Schedule.CONSTANT);
                Subject controlled = subjects().controlled(Schedule.CONSTANT, recipe)) {

            plain.train(20);
            controlled.train(20);

            assertThat(controlled.history()).hasSize(1);
            assertThat(controlled.weights()).isEqualTo(plain.weights());
        }
    }

    @Test
    void whatIsDecidedOnAStepIsInForceForTheNext() {
        Recipe recipe = script(10, new SetRateFactor(ALL, 1e-30, Span.LASTING));
        try (Subject plain = subjects().plain(Schedule.CONSTANT);
                Subject controlled = subjects().controlled(Schedule.CONSTANT, recipe)) {

            plain.train(10);
            controlled.train(13);

            assertThat(trained(controlled)).isEqualTo(trained(plain));
        }
    }

    @Test
    void redrawingLeavesNoStaleGradientAndDependsOnTheSeedAlone() {
        try (Subject early = subjects().controlled(Schedule.CONSTANT, script(5, new RedrawWeights(ALL, 11)));
                Subject late = subjects().controlled(Schedule.CONSTANT, script(9, new RedrawWeights(ALL, 11)));
                Subject other = subjects().controlled(Schedule.CONSTANT, script(9, new RedrawWeights(ALL, 12)))) {

            early.train(5);
            late.train(9);
            other.train(9);

            assertThat(late.weights()).isEqualTo(early.weights());
            assertThat(other.weights()).isNotEqualTo(early.weights());
        }
    }

    @Test
    void redrawingMakesRunningStatisticsAsNew() {
        try (Subject untrained = subjects().plain(Schedule.CONSTANT);
                Subject redrawn = subjects().controlled(Schedule.CONSTANT, script(9, new RedrawWeights(ALL, 11)))) {

            redrawn.train(9);

            for (ParameterInfo info : redrawn.table().entries()) {
                if (info.kind() != Kind.WEIGHT) {
                    assertThat(redrawn.values(info.path())).as(info.path()).isEqualTo(untrained.values(info.path()));
                }
            }
        }
    }

    @Test
    void trainingGoesOnAfterANaN() {
        Recipe recipe = Recipe.of(ReinitializeOnBadRegion.defaults());
        try (Subject subject = subjects().controlled(Schedule.CONSTANT, recipe)) {
            subject.train(3);
            String first = subject.table().all().paths().get(0);
            subject.fill(first, Double.NaN);

            subject.train(30);

            assertThat(subject.history()).hasSize(2);
            assertThat(subject.weights()).doesNotContain(Double.NaN);
        }
    }

    @Test
    void resetEqualsABrandNewOptimizer() {
        Recipe recipe = script(40, new ResetState(ALL, ResetMode.FULL));
        try (Subject reset = subjects().controlled(Schedule.CONSTANT, recipe)) {
            reset.train(40);
            try (Subject fresh = subjects().fresh(OptimizerSpec.adam(Subjects.RATE), reset.weights(), 40)) {

                reset.train(30);
                fresh.train(30);

                assertThat(reset.weights()).isEqualTo(fresh.weights());
            }
        }
    }

    @Test
    void resetOnDecayEqualsABrandNewOptimizerAtTheNewRate() {
        try (Subject reset = subjects().controlled(Schedule.HALVED_ONCE, Recipe.of(ResetOnDecay.defaults()))) {
            reset.train(Subjects.HALVED);
            try (Subject fresh =
                    subjects().fresh(OptimizerSpec.adam(Subjects.RATE / 2), reset.weights(), Subjects.HALVED)) {

                reset.train(30);
                fresh.train(30);

                assertThat(reset.history()).hasSize(1);
                assertThat(reset.weights()).isEqualTo(fresh.weights());
            }
        }
    }

    @Test
    void resettingOneLayerLeavesTheOthersBitIdentical() {
        ParameterSelector first = ParameterSelector.glob(subjects().firstLayer());
        Recipe recipe = script(20, new ResetState(first, ResetMode.FULL));
        try (Subject plain = subjects().plain(Schedule.CONSTANT);
                Subject reset = subjects().controlled(Schedule.CONSTANT, recipe)) {

            plain.train(21);
            reset.train(21);

            for (ParameterInfo info : reset.table().entries()) {
                if (info.trainable()) {
                    boolean same = Arrays.equals(reset.values(info.path()), plain.values(info.path()));
                    assertThat(same).as(info.path()).isEqualTo(!first.picks(info));
                }
            }
        }
    }

    @Test
    void restoringBringsBackWeightsMomentsAndLocalSteps() {
        Map<Long, List<Action>> script = new HashMap<>();
        script.put(20L, List.of(new Keep("here", EVERYTHING)));
        script.put(25L, List.of(new Restore(ALL, "here")));
        try (Subject kept = subjects().controlled(Schedule.CONSTANT, Recipe.of(new ScriptedPolicy(script)));
                Subject again = subjects().controlled(Schedule.CONSTANT, Recipe.of(new ScriptedPolicy(script)))) {
            kept.train(20);
            double[] before = kept.weights();
            again.train(20);

            kept.train(5);
            again.train(5);

            assertThat(kept.weights()).isEqualTo(before);
            kept.train(10);
            again.train(10);
            assertThat(again.weights()).isEqualTo(kept.weights());
        }
    }

    @Test
    void theBestWeightsCanBeHadBack() {
        Recipe recipe = script(1, new SetRateFactor(ALL, 1e4, Span.LASTING));
        try (Subject untrained = subjects().plain(Schedule.CONSTANT);
                Subject ruined = subjects().controlled(Schedule.CONSTANT, recipe)) {
            ruined.train(40);

            ruined.restoreBest();

            assertThat(trained(ruined)).isEqualTo(trained(untrained));
        }
    }

    @Test
    void stoppingThrowsAfterTheUpdate() {
        try (Subject plain = subjects().plain(Schedule.CONSTANT);
                Subject stopped = subjects().controlled(Schedule.CONSTANT, script(10, new Stop("enough")))) {
            plain.train(10);

            Throwable thrown = catchThrowable(() -> stopped.train(20));

            assertThat(thrown).isInstanceOf(TrainingStoppedException.class).hasMessageContaining("enough");
            assertThat(stopped.weights()).isEqualTo(plain.weights());
        }
    }

    @Test
    void resumingEqualsTheUninterruptedRun(@TempDir Path folder) throws IOException {
        Recipe recipe = Recipe.of(
                ScriptedPolicy.at(12, new ResetState(ALL, ResetMode.FULL), new SetRateFactor(ALL, 0.5, Span.LASTING)),
                ResetOnDecay.defaults(),
                ReinitializeOnBadRegion.defaults());
        Path file = folder.resolve("run.zip");
        try (Subject whole = subjects().controlled(Schedule.CONSTANT, recipe);
                Subject first = subjects().controlled(Schedule.CONSTANT, recipe)) {
            whole.train(60);
            first.train(30);
            first.save(file);

            try (Subject second = subjects().resume(file, recipe)) {
                second.train(30);
                assertThat(second.weights()).isEqualTo(whole.weights());
                second.restoreBest();
                whole.restoreBest();
                assertThat(second.weights()).isEqualTo(whole.weights());
            }
        }
    }

    @Test
    void memoryStaysFlatOverAThousandActionsOfEveryKind() {
        Map<Long, List<Action>> script = new HashMap<>();
        for (long step = 1; step <= 1100; step++) {
            script.put(
                    step,
                    List.of(
                            new Keep("here", EVERYTHING),
                            new RedrawWeights(ALL, step),
                            new ResetState(ALL, ResetMode.FULL),
                            new SetRateFactor(ALL, 1 + 1.0 / step, Span.LASTING)));
        }
        try (Subject subject = subjects().controlled(Schedule.CONSTANT, Recipe.of(new ScriptedPolicy(script)))) {
            subject.train(100);
            long before = subject.nativeBytes();

            subject.train(1000);

            // One leaked copy of the 259 numbers per action would be a megabyte.
            assertThat(subject.nativeBytes() - before).isLessThan(500_000);
        }
    }

    @Test
    void theSameObservationsGiveTheGoldenEvents() {
        Map<Long, List<Action>> script = new HashMap<>();
        script.put(10L, List.of(new ResetState(ALL, ResetMode.FULL)));
        script.put(30L, List.of(new RedrawWeights(ALL, 1)));
        script.put(50L, List.of(new Stop("done")));
        Recipe recipe = Recipe.of(ResetOnDecay.defaults(), new ScriptedPolicy(script));
        try (Subject subject = subjects().controlled(Schedule.HALVED_ONCE, recipe)) {

            Throwable thrown = catchThrowable(() -> subject.train(60));

            assertThat(thrown).isInstanceOf(TrainingStoppedException.class);
            assertThat(subject.history().stream().map(TrainingEvent::describe))
                    .containsExactlyElementsOf(GoldenEvents.LINES);
        }
    }

    @Test
    void whatTheHostCannotDoIsRefusedAtAttach() {
        assertThatThrownBy(() -> subjects()
                        .controlled(Schedule.CONSTANT, subjects().impossible())
                        .close())
                .isInstanceOf(UnsupportedByBackendException.class);
    }

    @Test
    void aGlobThatMatchesNothingIsRefusedAtAttach() {
        Recipe recipe = Recipe.of(ResetOnDecay.defaults().withTarget(ParameterSelector.glob("nowhere/**")));

        assertThatThrownBy(
                        () -> subjects().controlled(Schedule.CONSTANT, recipe).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere/**")
                .hasMessageContaining(subjects()
                        .plain(Schedule.CONSTANT)
                        .table()
                        .entries()
                        .get(0)
                        .path());
    }

    private static Recipe script(long step, Action... actions) {
        return Recipe.of(ScriptedPolicy.at(step, actions));
    }

    private static double[] trained(Subject subject) {
        return subject.table().entries().stream()
                .filter(ParameterInfo::trainable)
                .flatMapToDouble(info -> Arrays.stream(subject.values(info.path())))
                .toArray();
    }
}
