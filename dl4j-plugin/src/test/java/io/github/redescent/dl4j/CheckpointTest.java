package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Saving and resuming, across processes and with files that are not what they should be. */
class CheckpointTest {
    private static final int HALF = 40;

    @Test
    void aKilledProcessIsResumedExactly(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("run.zip");
        Process first = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckpointTest.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        while (first.isAlive() && !Files.exists(file)) {
            first.waitFor(50, TimeUnit.MILLISECONDS);
        }
        assertThat(first.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
        first.destroyForcibly().waitFor();
        MultiLayerNetwork whole = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(recipe(), whole);
        fit(whole, 0, 2 * HALF);

        try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(file)) {
            MultiLayerNetwork resumed = saved.network();
            ControlListener again = saved.resume(recipe(), resumed);
            fit(resumed, HALF, 2 * HALF);

            assertThat(resumed.params()).isEqualTo(whole.params());
            assertThat(resumed.updaterState()).isEqualTo(whole.updaterState());
            again.restoreBest();
            control.restoreBest();
            assertThat(resumed.params()).isEqualTo(whole.params());
        }
    }

    /** Trains, saves in the middle, and goes on until it is killed. */
    public static void main(String[] args) {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(recipe(), network);
        network.addListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                if (iteration + 1 == HALF) {
                    try {
                        control.save(Path.of(args[0]));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        });
        fit(network, 0, Integer.MAX_VALUE);
    }

    @Test
    void keptSlotsComeBackWithTheirOptimizers(@TempDir Path folder) throws IOException {
        ParameterSelector all = ParameterSelector.all();
        Set<Part> everything = Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS);
        Map<Long, List<Action>> script = Map.of(
                5L, List.of(new Action.Keep("early", everything)),
                10L,
                        List.of(new Action.UseOptimizer(
                                ParameterSelector.group("Adam"),
                                OptimizerSpec.sgd(0.1).withMomentum(0.9),
                                Handover.MOMENTUM)),
                12L, List.of(new Action.Keep("late", everything)),
                15L, List.of(new Action.UseFirstOptimizer(all)),
                25L, List.of(new Action.Restore(all, "late")),
                30L, List.of(new Action.Restore(all, "early")));
        Recipe recipe = Recipe.of(new ScriptedPolicy(script))
                .withGroups(ParameterGroups.builder()
                        .group("head", "layer2/*", OptimizerSpec.rmsProp(0.01))
                        .otherwiseUnchanged());
        assertResumesExactly(recipe, folder.resolve("run.zip"), 20, 40);
    }

    @Test
    void blocksThatHaveBecomeEqualAgainAreSavedAsOne(@TempDir Path folder) throws IOException {
        ParameterSelector first = ParameterSelector.glob("layer0/*");
        Recipe recipe = Recipe.of(new ScriptedPolicy(Map.of(
                5L, List.of(new Action.SetRateFactor(first, 0.5, Span.PASSING)),
                8L, List.of(new Action.SetRateFactor(first, 1, Span.PASSING)))));
        assertResumesExactly(recipe, folder.resolve("run.zip"), 10, 20);
    }

    private static void assertResumesExactly(Recipe recipe, Path file, int half, int end) throws IOException {
        MultiLayerNetwork whole = Nets.layers(new Adam(0.01));
        ControlListener.attach(recipe, whole);
        fit(whole, 0, end);
        MultiLayerNetwork interrupted = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(recipe, interrupted);
        fit(interrupted, 0, half);
        control.save(file);
        try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(file)) {
            MultiLayerNetwork resumed = saved.network();
            saved.resume(recipe, resumed);

            fit(resumed, half, end);

            assertThat(resumed.params()).isEqualTo(whole.params());
            assertThat(resumed.updaterState()).isEqualTo(whole.updaterState());
        }
    }

    @Test
    void aDamagedFileIsRefusedWhole(@TempDir Path folder) throws IOException {
        Path file = save(folder);
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 1;
        Path changed = Files.write(folder.resolve("changed.zip"), flipped);

        assertThatThrownBy(() -> Dl4jCheckpoint.open(cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut.zip");
        assertThatThrownBy(() -> Dl4jCheckpoint.open(changed)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Dl4jCheckpoint.open(folder.resolve("none"))).isInstanceOf(IOException.class);
    }

    @Test
    void anotherRecipeOrModelIsRefusedByName(@TempDir Path folder) throws IOException {
        Path file = save(folder);
        try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(file)) {
            Recipe other = Recipe.of(ResetOnDecay.defaults());
            Recipe changed = Recipe.of(
                    recipe().policies().get(0),
                    ResetOnDecay.defaults().withDrop(0.9),
                    ReinitializeOnBadRegion.defaults());
            MultiLayerNetwork stranger = new MultiLayerNetwork(Nets.configuration(new Adam(0.01))
                    .list()
                    .layer(Nets.softmax(Nets.INPUTS))
                    .build());
            stranger.init();

            assertThatThrownBy(() -> saved.resume(other, saved.network())).hasMessageContaining("ScriptedPolicy");
            assertThatThrownBy(() -> saved.resume(changed, saved.network())).hasMessageContaining("0.9");
            assertThatThrownBy(() -> saved.resume(recipe(), stranger)).hasMessageContaining("layer0/W");
        }
    }

    @Test
    void theSameModelFurtherTrainedIsRefused(@TempDir Path folder) throws IOException {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(recipe(), network);
        fit(network, 0, 5);
        Path file = folder.resolve("run.zip");
        control.save(file);
        fit(network, 5, 8);
        control.detachAsIs();

        try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(file)) {
            assertThatThrownBy(() -> saved.resume(recipe(), network))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("layer0/W")
                    .hasMessageContaining("not the one that was saved");
        }
        assertThat(network.getListeners()).isEmpty();
    }

    @Test
    void updatersOfTheUsersAndOfTheModelAreBoundAgain(@TempDir Path folder) throws IOException {
        Recipe recipe = Recipe.of(new ScriptedPolicy(Map.of(
                5L,
                List.of(new Action.UseOptimizer(ParameterSelector.all(), OptimizerSpec.host("slow"), Handover.FRESH)),
                25L,
                List.of(new Action.UseFirstOptimizer(ParameterSelector.all())))));
        Path file = folder.resolve("run.zip");
        MultiLayerNetwork whole = Nets.layers(new Adam(0.01));
        MultiLayerNetwork half = Nets.layers(new Adam(0.01));
        ControlListener.builder(recipe)
                .updater("slow", new Nesterovs(0.02, 0.8))
                .attach(whole);
        ControlListener control = ControlListener.builder(recipe)
                .updater("slow", new Nesterovs(0.02, 0.8))
                .attach(half);
        fit(whole, 0, 40);
        fit(half, 0, 15);
        half.setLearningRate(0.02);
        control.save(file);

        try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(file)) {
            MultiLayerNetwork resumed = saved.network();
            saved.resume(recipe, resumed);
            fit(resumed, 15, 40);

            assertThat(resumed.params()).isEqualTo(whole.params());
        }
    }

    private static Path save(Path folder) throws IOException {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(recipe(), network);
        fit(network, 0, 5);
        Path file = folder.resolve("run.zip");
        control.save(file);
        return file;
    }

    private static Recipe recipe() {
        return Recipe.of(
                ScriptedPolicy.at(13, new Action.ResetState(ParameterSelector.all(), ResetMode.FULL)),
                ResetOnDecay.defaults(),
                ReinitializeOnBadRegion.defaults());
    }

    private static void fit(MultiLayerNetwork network, int from, int to) {
        List<DataSet> batches = Nets.batches(8);
        for (int i = from; i < to; i++) {
            network.fit(batches.get(i % batches.size()));
        }
    }
}
