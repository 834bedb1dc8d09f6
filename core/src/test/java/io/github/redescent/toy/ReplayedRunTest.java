package io.github.redescent.toy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.TrainingEvent.Decided;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.GradualUnfreeze;
import io.github.redescent.policy.KeepBest;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.Trigger;
import io.github.redescent.replay.Replay;
import io.github.redescent.spi.ControlledRun;
import io.github.redescent.spi.RunOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayedRunTest {
    private static final int EPOCH = 20;
    private static final ParameterGroups GROUPS = ParameterGroups.builder()
            .scaled("stem", "hidden/**", 1)
            .scaled("norm", "norm/**", 1)
            .scaled("head", "out/**", 1)
            .otherwiseUnchanged();

    @TempDir
    private Path folder;

    private static double halved(double step) {
        return step < 90 ? 0.02 : 0.01;
    }

    @Test
    void aRunWithEpochsAndValidationIsDecidedAgain() {
        Recipe recipe = Recipe.of(ResetOnDecay.defaults().withRewarm(5), ReinitializeOnBadRegion.defaults())
                .withPlannedSteps(400);

        assertThat(replayed(recipe, 400, ReplayedRunTest::halved, step -> false))
                .hasSizeGreaterThan(3);
    }

    @Test
    void aSwitchIsDecidedAgain() {
        Recipe recipe = Recipe.of(
                SwitchOptimizer.to(OptimizerSpec.sgd(0.05).withMomentum(0.9)).when(Trigger.afterEpochs(3)),
                ResetOnDecay.defaults());

        assertThat(replayed(recipe, 200, ReplayedRunTest::halved, step -> false))
                .extracting(Decided::policy)
                .contains("SwitchOptimizer");
    }

    @Test
    void unfreezingGroupByGroupIsDecidedAgain() {
        Recipe recipe = Recipe.of(GradualUnfreeze.of("head", "norm", "stem")).withGroups(GROUPS);

        assertThat(replayed(recipe, 100, ReplayedRunTest::halved, step -> false))
                .extracting(Decided::policy)
                .contains("GradualUnfreeze");
    }

    @Test
    void brokenBatchesAndWhatTheUserRestoredAreShownAgain() {
        Recipe recipe = Recipe.of(ReinitializeOnBadRegion.defaults()).withPlannedSteps(400);

        assertThat(replayed(recipe, 300, step -> step < 40 ? 0.02 : 300, step -> step == 150 || step == 151))
                .extracting(Decided::policy)
                .contains("ReinitializeOnBadRegion");
    }

    private List<Decided> replayed(Recipe recipe, int steps, DoubleUnaryOperator rate, LongPredicate broken) {
        Path file = folder.resolve("run.jsonl");
        List<TrainingEvent> events = new ArrayList<>();
        ToyNet net = new ToyNet();
        ToyHost host = new ToyHost(net, rate);
        RunOptions options = new RunOptions(Optional.of(file), events::add, warning -> {});
        ControlledRun run = ControlledRun.start(recipe, host, options, 0, 0);
        for (int step = 0; step < steps; step++) {
            double loss = net.backward(step);
            run.beforeUpdate(step, step / EPOCH, broken.test(step) ? Double.NaN : loss);
            host.update(run.books());
            run.afterUpdate(step + 1L, step / EPOCH);
            if ((step + 1) % EPOCH == 0 && step + 1 < steps) {
                run.epochEnded((step + 1) / EPOCH, OptionalDouble.of(loss));
            }
            if (step == 120) {
                run.controller().restore("restoreBest", KeepBest.SLOT);
            }
        }
        run.close();
        List<Decided> live = events.stream()
                .filter(Decided.class::isInstance)
                .map(Decided.class::cast)
                .filter(decided -> !decided.policy().equals("restoreBest"))
                .toList();

        List<Decided> again = Replay.decisions(file, recipe);

        assertThat(again).containsExactlyElementsOf(live);
        return again;
    }
}
