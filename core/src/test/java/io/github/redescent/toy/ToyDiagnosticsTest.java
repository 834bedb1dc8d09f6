package io.github.redescent.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.Recipe;
import io.github.redescent.contract.Subject;
import io.github.redescent.contract.Subjects;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.policy.FirstGuess;
import io.github.redescent.policy.GreedyRate;
import io.github.redescent.policy.ReduceOnPlateau;
import io.github.redescent.policy.ResetOnSpike;
import io.github.redescent.policy.SpikeGuard;
import io.github.redescent.policy.UpdateRatio;
import io.github.redescent.spi.ControlledRun;
import io.github.redescent.spi.HostModel;
import io.github.redescent.spi.RunOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards and meters on a model in real training: what they measure and do through the host's calls. */
class ToyDiagnosticsTest {
    /** A loop whose gradients can be spoiled. */
    private static final class Loop {
        final ToyNet net = new ToyNet();
        final ToyHost host;
        final ControlledRun run;
        final List<Evidence> because = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();
        int step;

        Loop(Recipe recipe, double rate) {
            host = new ToyHost(net, step -> rate);
            run = ControlledRun.start(recipe, host, new RunOptions(Optional.empty(), this::note, warnings::add), 0, 0);
        }

        private void note(TrainingEvent event) {
            if (event instanceof TrainingEvent.Decided decided
                    && !decided.policy().equals("KeepBest")) {
                because.add(decided.decision().because());
            }
        }

        void train(int batch, double times) {
            double loss = net.backward(batch);
            net.tensors.forEach(each -> Arrays.setAll(each.gradient, i -> each.gradient[i] * times));
            run.beforeUpdate(step, 0, loss);
            host.update(run.books());
            run.afterUpdate(++step, 0);
        }

        Loop train(int batches) {
            for (int i = 0; i < batches; i++) {
                train(i, 1);
            }
            return this;
        }

        double[] weights() {
            return host.of("hidden/W").values.clone();
        }

        Optional<Evidence> found(String rule) {
            return because.stream().filter(each -> each.rule().equals(rule)).findFirst();
        }
    }

    @Test
    void aSkippedUpdateLeavesWeightsMomentsAndClocksAsIfTheBatchHadNotBeen() {
        Loop guarded = new Loop(Recipe.of(SpikeGuard.defaults()), 0.01);
        Loop alone = new Loop(Recipe.of(), 0.01);

        for (int batch = 0; batch < 80; batch++) {
            double times = batch == 5 ? Double.NaN : batch == 50 ? 1000 : 1;
            guarded.train(batch, times);
            if (times == 1) {
                alone.train(batch, 1);
            }
        }

        assertThat(guarded.because).extracting(Evidence::rule).containsExactly("non-finite", "spike");
        assertThat(guarded.because.get(1).sentence()).contains("(update 51, batch 51 of epoch 1)");
        assertThat(guarded.weights()).isEqualTo(alone.weights());
        assertThat(guarded.host.of("out/W").second).isEqualTo(alone.host.of("out/W").second);
    }

    @Test
    void aClippedGradientHasTheNormThatTheEventTells() {
        Loop clipped = new Loop(Recipe.of(SpikeGuard.defaults().withClipping()), 0.01).train(60);
        double usual = norm(clipped);

        clipped.train(60, 1000);

        assertThat(clipped.found("spike").orElseThrow().sentence()).contains("clipped to");
        assertThat(norm(clipped)).isBetween(usual / 2, usual * 2);
    }

    private static double norm(Loop loop) {
        return Math.sqrt(loop.net.tensors.stream()
                .flatMapToDouble(each -> Arrays.stream(each.gradient))
                .map(g -> g * g)
                .sum());
    }

    @Test
    void clippingIsRefusedAtAttachWhereGradientsCannotBeScaled() {
        ToyHost host = new ToyHost(new ToyNet(), step -> 0.01);
        HostModel without = (HostModel) Proxy.newProxyInstance(
                HostModel.class.getClassLoader(),
                new Class<?>[] {HostModel.class},
                (proxy, method, arguments) ->
                        method.getName().equals("scalesGradients") ? false : method.invoke(host, arguments));

        RunOptions options = new RunOptions(Optional.empty(), event -> {}, warning -> {});

        assertThatThrownBy(() ->
                        ControlledRun.start(Recipe.of(SpikeGuard.defaults().withClipping()), without, options, 0, 0))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("leave withClipping() out");
    }

    @Test
    void theFirstGuessIsLostAtABigRateAndKeptAtTheSuggestedOne() {
        Recipe recipe = Recipe.of(FirstGuess.defaults());

        Loop big = new Loop(recipe, 0.3).train(40);
        Evidence lost = big.found("first-guess-lost").orElseThrow();
        double keeping = Objects.requireNonNull(lost.threshold().get("rate"));
        Loop small = new Loop(recipe, keeping).train(40);

        assertThat(lost.measured()).containsKeys("displacement hidden/W", "displacement out/W");
        assertThat(small.found("first-guess-lost")).isEmpty();
        assertThat(keeping).isBetween(0.003, 0.1);
        assertThat(big.warnings).isEmpty();
    }

    @Test
    void displacementsAreThoseOfTheWeights() {
        ToyNet fresh = new ToyNet();
        Loop big = new Loop(Recipe.of(FirstGuess.defaults()), 0.5);
        big.train(0, 1);

        Evidence lost = big.found("first-guess-lost").orElseThrow();
        double moved = Math.sqrt(fresh.hidden.distance(big.weights()) / fresh.hidden.distance(new double[160]));

        assertThat(lost.measured().get("displacement hidden/W")).isCloseTo(moved, within(1e-12));
    }

    @Test
    void theRateSuggestedForALayerSuitsIt() {
        Recipe recipe = Recipe.of(UpdateRatio.defaults().withEvery(10));

        Evidence off = new Loop(recipe, 0.1).train(40).found("update-ratio").orElseThrow();
        double suited = Objects.requireNonNull(off.threshold().get("adaptive rate hidden/W"));

        assertThat(off.measured().get("ratio hidden/W")).isGreaterThan(0.01);
        assertThat(suited).isBetween(1e-4, 1e-3); // weights of 0.3
        assertThat(new Loop(recipe, suited).train(40).found("update-ratio")).isEmpty();
    }

    @Test
    void aRunSavedWithAllOfThemGoesOnAsIfItHadNotBeen(@TempDir Path folder) throws IOException {
        ToySubjects subjects = new ToySubjects();
        Recipe recipe = Recipe.of(
                SpikeGuard.defaults().withDeviations(1),
                ResetOnSpike.defaults().withEvery(25).withRewarm(5),
                ReduceOnPlateau.defaults().onTrainingLoss(3).withPatience(1).withFactor(0.7),
                GreedyRate.defaults().onTrainingLoss(2).withPatience(1),
                FirstGuess.defaults().withLimit(0.05),
                UpdateRatio.defaults().withEvery(7).withTolerance(1.5));
        Subject straight = subjects.controlled(Subjects.Schedule.CONSTANT, recipe);
        Subject saved = subjects.controlled(Subjects.Schedule.CONSTANT, recipe);

        straight.train(60);
        saved.train(60);
        saved.save(folder.resolve("run.zip"));
        Subject resumed = subjects.resume(folder.resolve("run.zip"), recipe);
        int before = straight.history().size();
        straight.train(60);
        resumed.train(60);

        assertThat(resumed.weights()).isEqualTo(straight.weights());
        assertThat(resumed.history())
                .isEqualTo(straight.history().subList(before, straight.history().size()))
                .hasSizeGreaterThan(10);
    }
}
