package io.github.redescent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.Subjects.Schedule;
import io.github.redescent.control.Action;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.UseFirstOptimizer;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.GradualUnfreeze;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.SwitchRate;
import io.github.redescent.policy.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the policies that switch and unfreeze must do on every host. An adapter's test extends it. */
public abstract class SwitchContract {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final OptimizerSpec SGD = OptimizerSpec.sgd(0.0625);

    /** Returns the adapter's subjects. */
    protected abstract Subjects subjects();

    @Test
    void aMatchedRateMakesNoLargerUpdates() {
        Recipe recipe = Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.9))
                .when(Trigger.atStep(20))
                .rate(SwitchRate.matched()));
        try (Subject subject = subjects().controlled(Schedule.CONSTANT, recipe)) {
            subject.train(19);
            double[] first = trained(subject);
            subject.train(1);
            double[] second = trained(subject);
            subject.train(1);

            assertThat(subject.history()).hasSize(1);
            assertThat(distance(second, trained(subject))).isPositive().isLessThanOrEqualTo(distance(first, second));
        }
    }

    @Test
    void aSwitchInItsRampAndOnTrialResumesExactly(@TempDir Path folder) throws IOException {
        Recipe recipe = Recipe.of(
                SwitchOptimizer.to(SGD).when(Trigger.atStep(20)).ramp(20).trial(30),
                ResetOnDecay.defaults(),
                ReinitializeOnBadRegion.defaults());
        Path file = folder.resolve("run.zip");
        try (Subject whole = subjects().controlled(Schedule.CONSTANT, recipe);
                Subject half = subjects().controlled(Schedule.CONSTANT, recipe)) {
            whole.train(60);
            half.train(30);
            half.save(file);

            try (Subject resumed = subjects().resume(file, recipe)) {
                resumed.train(30);

                assertThat(whole.history()).isNotEmpty();
                assertThat(resumed.weights()).isEqualTo(whole.weights());
            }
        }
    }

    @Test
    void aFailedTrialBringsWeightsAndOptimizerBack() {
        Recipe recipe = Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd(1e4))
                .when(Trigger.atStep(40))
                .trial(60));
        try (Subject plain = subjects().plain(Schedule.CONSTANT);
                Subject subject = subjects().controlled(Schedule.CONSTANT, recipe)) {
            plain.train(40);
            subject.train(40);
            double[] before = trained(subject);
            assertThat(before).isEqualTo(trained(plain));
            int steps = 0;
            while (subject.history().size() < 2 && steps++ < 60) {
                subject.train(1);
            }

            assertThat(subject.history()).hasSize(2);
            assertThat(trained(subject)).isEqualTo(before);
        }
    }

    @Test
    void afterARestartTheFirstOptimizerIsBack() {
        List<Action> restart =
                List.of(new RedrawWeights(ALL, 5), new UseFirstOptimizer(ALL), new ResetState(ALL, ResetMode.FULL));
        Recipe recipe = Recipe.of(
                SwitchOptimizer.to(SGD).when(Trigger.atStep(10)),
                ScriptedPolicy.at(20, restart.toArray(Action[]::new)));
        try (Subject restarted = subjects().controlled(Schedule.CONSTANT, recipe)) {
            restarted.train(20);
            try (Subject fresh = subjects().fresh(OptimizerSpec.adam(Subjects.RATE), restarted.weights(), 20)) {

                restarted.train(9);
                fresh.train(9);

                assertThat(restarted.weights()).isEqualTo(fresh.weights());
                assertThat(restarted.history()).hasSize(2);
                restarted.train(2);
                assertThat(restarted.history()).as("counted from the restart").hasSize(3);
            }
        }
    }

    @Test
    void decayResetsGoOnAfterASwitch() {
        OptimizerSpec kept = OptimizerSpec.adam(1).withRate(LearningRate.kept());
        Recipe recipe = Recipe.of(
                SwitchOptimizer.to(kept).when(Trigger.atStep(10)).rate(SwitchRate.kept()), ResetOnDecay.defaults());
        try (Subject switched = subjects().controlled(Schedule.HALVED_ONCE, recipe)) {
            switched.train(Subjects.HALVED);
            try (Subject fresh =
                    subjects().fresh(OptimizerSpec.adam(Subjects.RATE / 2), switched.weights(), Subjects.HALVED)) {

                switched.train(20);
                fresh.train(20);

                assertThat(switched.history().stream().map(TrainingEvent::step)).containsExactly(10L, 30L);
                assertThat(switched.weights()).isEqualTo(fresh.weights());
            }
        }
    }

    @Test
    void swatsMeasuresSwitchesAndStopsMeasuring() {
        Recipe recipe = Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.9))
                .when(Trigger.swats().withWindow(16).withEvery(2).withSpread(10)));
        try (Subject subject = subjects().controlled(Schedule.CONSTANT, recipe)) {

            subject.train(200);

            assertThat(subject.history()).hasSize(1);
            assertThat(subject.history().get(0).decision().because().measured().keySet())
                    .anyMatch(name -> name.startsWith("γ"));
        }
    }

    @Test
    void groupsThatWaitAreFrozenFromTheStart() {
        ParameterGroups groups = ParameterGroups.builder()
                .group("body", subjects().firstLayer(), SGD)
                .otherwiseUnchanged();
        Recipe recipe = Recipe.of(GradualUnfreeze.of("body")).withGroups(groups);
        try (Subject untrained = subjects().plain(Schedule.CONSTANT);
                Subject subject = subjects().controlled(Schedule.CONSTANT, recipe)) {

            subject.train(10);

            subject.table().entries().stream()
                    .filter(info -> info.group().equals("body"))
                    .forEach(info -> assertThat(subject.values(info.path())).isEqualTo(untrained.values(info.path())));
            assertThat(trained(subject)).isNotEqualTo(trained(untrained));
        }
    }

    private static double[] trained(Subject subject) {
        return subject.table().entries().stream()
                .filter(ParameterInfo::optimized)
                .flatMapToDouble(info -> Arrays.stream(subject.values(info.path())))
                .toArray();
    }

    private static double distance(double[] from, double[] to) {
        double sum = 0;
        for (int i = 0; i < from.length; i++) {
            sum += (to[i] - from[i]) * (to[i] - from[i]);
        }
        return Math.sqrt(sum);
    }
}
