package io.github.redescent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.Subjects.Schedule;
import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Freeze;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.Unfreeze;
import io.github.redescent.control.Action.UseFirstOptimizer;
import io.github.redescent.control.Action.UseOptimizer;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every adapter must do with groups, freezing and switching. An adapter's test extends it. */
public abstract class OptimizerContract {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final Set<Part> EVERYTHING = Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS);
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(Subjects.RATE);
    /** Rates are exact in float32 too, as some hosts' schedules are. */
    private static final OptimizerSpec SGD = OptimizerSpec.sgd(0.0625);

    /** Returns the adapter's subjects. */
    protected abstract Subjects subjects();

    static List<OptimizerSpec> targets() {
        return List.of(SGD, OptimizerSpec.sgd(0.0625).withNesterov(0.9), OptimizerSpec.adam(0.00390625));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void switchingEqualsTheTargetStartedFresh(OptimizerSpec target) {
        Recipe recipe = script(40, new UseOptimizer(ALL, target, Handover.FRESH));
        try (Subject switched = subjects().controlled(Schedule.CONSTANT, recipe)) {
            switched.train(40);
            try (Subject fresh = subjects().fresh(target, switched.weights(), 40)) {

                switched.train(30);
                fresh.train(30);

                assertThat(switched.weights()).isEqualTo(fresh.weights());
            }
        }
    }

    @Test
    void aKeptRateGoesOnWithTheSchedule() {
        OptimizerSpec target = OptimizerSpec.sgd().withRate(LearningRate.kept().times(4));
        Recipe recipe = script(10, new UseOptimizer(ALL, target, Handover.FRESH));
        try (Subject switched = subjects().controlled(Schedule.HALVED_ONCE, recipe)) {
            switched.train(Subjects.HALVED);
            try (Subject fresh =
                    subjects().fresh(OptimizerSpec.sgd(Subjects.RATE / 2 * 4), switched.weights(), Subjects.HALVED)) {

                switched.train(10);
                fresh.train(10);

                assertThat(switched.weights()).isEqualTo(fresh.weights());
            }
        }
    }

    @Test
    void theFirstOptimizerComesBackAsABrandNewOne() {
        Recipe recipe = script(Map.of(
                10L, List.of(new UseOptimizer(ALL, SGD, Handover.FRESH)), 20L, List.of(new UseFirstOptimizer(ALL))));
        try (Subject switched = subjects().controlled(Schedule.CONSTANT, recipe)) {
            switched.train(20);
            try (Subject fresh = subjects().fresh(ADAM, switched.weights(), 20)) {

                switched.train(20);
                fresh.train(20);

                assertThat(switched.weights()).isEqualTo(fresh.weights());
            }
        }
    }

    @Test
    void askingForTheFirstOptimizerChangesNothingWhereItIs() {
        try (Subject plain = subjects().plain(Schedule.CONSTANT);
                Subject asked = subjects().controlled(Schedule.CONSTANT, script(20, new UseFirstOptimizer(ALL)))) {

            plain.train(40);
            asked.train(40);

            assertThat(asked.weights()).isEqualTo(plain.weights());
        }
    }

    @Test
    void restoringBringsTheOldOptimizerBack() {
        List<Action> keep = List.of(new Keep("here", EVERYTHING));
        List<Action> restore = List.of(new Restore(ALL, "here"));
        Recipe without = script(Map.of(20L, keep, 30L, restore));
        Recipe with = script(Map.of(20L, keep, 25L, List.of(new UseOptimizer(ALL, SGD, Handover.FRESH)), 30L, restore));
        try (Subject plain = subjects().controlled(Schedule.CONSTANT, without);
                Subject switched = subjects().controlled(Schedule.CONSTANT, with)) {

            plain.train(45);
            switched.train(45);

            assertThat(switched.weights()).isEqualTo(plain.weights());
        }
    }

    @Test
    void eachGroupHasItsOwnOptimizerAndNoOther() {
        ParameterGroups groups = ParameterGroups.builder()
                .group("first", subjects().firstLayer(), SGD)
                .otherwiseUnchanged();
        try (Subject adam = subjects().plain(Schedule.CONSTANT);
                Subject sgd = subjects().fresh(SGD, adam.weights(), 0);
                Subject split = subjects().controlled(Schedule.CONSTANT, Recipe.of(groups))) {

            adam.train(1);
            sgd.train(1);
            split.train(1);

            for (ParameterInfo info : split.table().entries()) {
                Subject expected = info.group().equals("first") ? sgd : adam;
                assertThat(split.values(info.path())).as(info.path()).isEqualTo(expected.values(info.path()));
            }
        }
    }

    @Test
    void aScaledGroupKeepsItsOptimizerAtAnotherRate() {
        ParameterGroups groups = ParameterGroups.builder()
                .scaled("first", subjects().firstLayer(), 0.25)
                .otherwiseUnchanged();
        try (Subject plain = subjects().plain(Schedule.CONSTANT);
                Subject slow = subjects().fresh(OptimizerSpec.adam(Subjects.RATE * 0.25), plain.weights(), 0);
                Subject split = subjects().controlled(Schedule.CONSTANT, Recipe.of(groups))) {

            plain.train(1);
            slow.train(1);
            split.train(1);

            for (ParameterInfo info : split.table().entries()) {
                Subject expected = info.group().equals("first") ? slow : plain;
                assertThat(split.values(info.path())).as(info.path()).isEqualTo(expected.values(info.path()));
            }
        }
    }

    @Test
    void frozenIsBitIdenticalWhateverHappens() {
        ParameterGroups groups = ParameterGroups.builder()
                .frozen("first", subjects().firstLayer())
                .otherwiseUnchanged();
        Recipe recipe = script(Map.of(
                        5L, List.of(new ResetState(ALL, ResetMode.FULL), new SetRateFactor(ALL, 2, Span.LASTING)),
                        10L, List.of(new RedrawWeights(ALL, 3)),
                        15L, List.of(new UseOptimizer(ALL, SGD.withWeightDecay(0), Handover.FRESH)),
                        20L, List.of(new Freeze(ALL)),
                        25L, List.of(new RedrawWeights(ALL, 4))))
                .withGroups(groups);
        try (Subject untrained = subjects().plain(Schedule.CONSTANT);
                Subject frozen = subjects().controlled(Schedule.CONSTANT, recipe)) {
            frozen.train(20);
            double[] all = frozen.weights();

            frozen.train(10);

            assertThat(frozen.weights()).isEqualTo(all);
            for (ParameterInfo info : frozen.table().entries()) {
                if (info.group().equals("first")) {
                    assertThat(frozen.values(info.path())).as(info.path()).isEqualTo(untrained.values(info.path()));
                }
            }
        }
    }

    @Test
    void unfrozenLateMeansLocalStepZero() {
        ParameterSelector first = ParameterSelector.glob(subjects().firstLayer());
        ParameterGroups groups =
                ParameterGroups.builder().frozen("first", first).otherwiseUnchanged();
        Recipe recipe = script(30, new Unfreeze(first)).withGroups(groups);
        try (Subject subject = subjects().controlled(Schedule.CONSTANT, recipe)) {
            subject.train(30);
            String weight = subject.table().select(first).paths().get(0);
            double[] before = subject.values(weight);

            subject.train(1);

            double[] after = subject.values(weight);
            for (int i = 0; i < before.length; i++) {
                // Adam's first step is the rate, whatever the gradient; with another's clock it would be several times
                // that. Epsilon and float32 take a little.
                assertThat(Math.abs(after[i] - before[i])).isBetween(Subjects.RATE * 0.98, Subjects.RATE * 1.02);
            }
        }
    }

    @Test
    void groupsSwitchesAndFreezingSurviveAResume(@TempDir Path folder) throws IOException {
        ParameterSelector first = ParameterSelector.glob(subjects().firstLayer());
        Recipe recipe = script(Map.of(
                        15L, List.of(new UseOptimizer(ParameterSelector.group("rest"), SGD, Handover.FRESH)),
                        20L, List.of(new Unfreeze(first)),
                        45L, List.of(new UseFirstOptimizer(ALL))))
                .withGroups(ParameterGroups.builder()
                        .frozen("first", first)
                        .scaled("rest", "**", 0.5)
                        .exhaustive());
        Path file = folder.resolve("run.zip");
        try (Subject whole = subjects().controlled(Schedule.CONSTANT, recipe);
                Subject half = subjects().controlled(Schedule.CONSTANT, recipe)) {
            whole.train(60);
            half.train(30);
            half.save(file);

            try (Subject resumed = subjects().resume(file, recipe)) {
                resumed.train(30);

                assertThat(resumed.weights()).isEqualTo(whole.weights());
            }
        }
    }

    @Test
    void memoryStaysFlatOverAThousandSwitchesAndFreezes() {
        Map<Long, List<Action>> script = new HashMap<>();
        for (long step = 1; step <= 1100; step++) {
            script.put(
                    step,
                    List.of(
                            new UseOptimizer(ALL, step % 2 == 0 ? SGD : ADAM, Handover.FRESH),
                            step % 4 < 2
                                    ? new Freeze(
                                            ParameterSelector.glob(subjects().firstLayer()))
                                    : new Unfreeze(
                                            ParameterSelector.glob(subjects().firstLayer()))));
        }
        try (Subject subject = subjects().controlled(Schedule.CONSTANT, script(script))) {
            subject.train(100);
            long before = subject.nativeBytes();

            subject.train(1000);

            // One leaked copy of the 259 numbers per action would be a megabyte.
            assertThat(subject.nativeBytes() - before).isLessThan(500_000);
        }
    }

    private static Recipe script(long step, Action... actions) {
        return Recipe.of(ScriptedPolicy.at(step, actions));
    }

    private static Recipe script(Map<Long, List<Action>> script) {
        return Recipe.of(new ScriptedPolicy(script));
    }
}
