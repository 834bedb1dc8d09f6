package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** What DL4J saves, clones and transfers in mid-run is stock, and goes on without us. */
class StockFilesTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final List<DataSet> BATCHES = Nets.batches(30);
    private static final OptimizerSpec HEAVY = OptimizerSpec.sgd(0.02).withMomentum(0.9);

    static Stream<Named<Recipe>> decisions() {
        return Stream.of(
                Named.of("nothing", at(1000, new Action.ResetState(ALL, ResetMode.FULL))),
                Named.of("a reset", at(7, new Action.ResetState(ALL, ResetMode.FULL))),
                Named.of("a factor", at(7, new Action.SetRateFactor(ALL, 0.5, Span.LASTING))),
                Named.of("frozen", frozen()),
                Named.of("heavy ball", at(7, new Action.UseOptimizer(ALL, HEAVY, Handover.MOMENTUM))),
                Named.of(
                        "another rule for one layer",
                        at(
                                7,
                                new Action.UseOptimizer(
                                        ParameterSelector.glob("layer0/*"),
                                        OptimizerSpec.rmsProp(0.01),
                                        Handover.FRESH))),
                Named.of(
                        "a schedule without a stock class",
                        at(
                                7,
                                new Action.UseOptimizer(
                                        ALL,
                                        OptimizerSpec.adam(1).withRate(LearningRate.cosine(0.01, 100)),
                                        Handover.FRESH))),
                Named.of(
                        "a single parameter",
                        at(
                                7,
                                new Action.UseOptimizer(
                                        ParameterSelector.glob("layer1/gamma"),
                                        OptimizerSpec.sgd(0.1),
                                        Handover.FRESH))));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void aSavedNetworkIsStockAndTrainsOn(Recipe recipe, @TempDir Path folder) throws IOException {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener.attach(recipe, network);
        fit(network, 0, 12);
        File file = folder.resolve("net.zip").toFile();

        network.save(file, true);

        assertNoWordOfUs(file);
        MultiLayerNetwork loaded = MultiLayerNetwork.load(file, true);
        assertThat(loaded.params()).isEqualTo(network.params());
        assertThat(loaded.updaterState()).isEqualTo(network.updaterState());
        assertThat(blocks(loaded)).allMatch(block -> block.getClass() == UpdaterBlock.class);
        double before = score(loaded);
        fit(loaded, 12, 30);
        assertThat(score(loaded)).isLessThan(before + 0.1);
    }

    @Test
    void undecidedAFileGoesOnBitIdentically(@TempDir Path folder) throws IOException {
        ComputationGraph plain = Nets.graph(new Adam(0.01));
        ComputationGraph controlled = Nets.graph(new Adam(0.01));
        ControlListener.attach(
                Recipe.of(at(1000, new Action.ResetState(ALL, ResetMode.FULL))
                        .policies()
                        .get(0)),
                controlled);
        BATCHES.subList(0, 12).forEach(plain::fit);
        BATCHES.subList(0, 12).forEach(controlled::fit);
        File file = folder.resolve("graph.zip").toFile();

        controlled.save(file, true);

        ComputationGraph loaded = ComputationGraph.load(file, true);
        BATCHES.subList(12, 30).forEach(plain::fit);
        BATCHES.subList(12, 30).forEach(loaded::fit);
        assertThat(loaded.params()).isEqualTo(plain.params());
    }

    @Test
    void aHeavyBallGoesOnAsAStockNesterovsFromItsVelocity() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener.attach(at(3, new Action.UseOptimizer(ALL, HEAVY, Handover.FRESH)), network);
        fit(network, 0, 12);

        IUpdater configured = ((BaseLayer) network.getLayer(0).conf().getLayer()).getIUpdater();

        assertThat(configured).isEqualTo(new Nesterovs(0.02, 0.9));
        double[] velocity = network.updaterState().dup().data().asDouble();
        double[] update = network.getFlattenedGradients().dup().data().asDouble();
        double[] ofWeights = Stream.of(velocity).findFirst().orElseThrow();
        for (int i = 0; i < 160; i++) {
            // The update that was subtracted is minus the velocity.
            assertThat(update[i]).isEqualTo(-ofWeights[i]);
        }
    }

    @Test
    void aUserMayCastAnUpdaterAndFindsTheStockClass() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener.attach(frozen(), network);

        IUpdater updater = ((BaseLayer) network.getLayer(0).conf().getLayer()).getIUpdater();

        assertThat(updater).isExactlyInstanceOf(Adam.class);
    }

    @Test
    void aCloneTrainsAsItsConfigurationSays() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener.attach(frozen(), network);
        fit(network, 0, 5);

        MultiLayerNetwork clone = network.clone();
        MultiLayerNetwork plain = Nets.layers(new Adam(0.01));
        plain.setParams(network.params().dup());
        plain.getUpdater().getStateViewArray().assign(network.updaterState());
        plain.setIterationCount(clone.getIterationCount());
        fit(clone, 5, 10);
        fit(plain, 5, 10);

        assertThat(clone.params()).isEqualTo(plain.params());
        assertThat(clone.getParam("0_W")).isNotEqualTo(network.getParam("0_W"));
    }

    @Test
    void noStateOfOneControlReachesTheNext() {
        Recipe halved = Recipe.of(ScriptedPolicy.at(
                3, new Action.SetRateFactor(ALL, 0.5, Span.LASTING), new Action.ResetState(ALL, ResetMode.FULL)));
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener.attach(halved, network);
        fit(network, 0, 8);
        MultiLayerNetwork transferred = new TransferLearning.Builder(network)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.01))
                        .build())
                .build();
        MultiLayerNetwork plain = transferred.clone();

        ControlListener control =
                ControlListener.attach(at(1000, new Action.ResetState(ALL, ResetMode.FULL)), transferred);
        fit(transferred, 8, 20);
        fit(plain, 8, 20);

        assertThat(control.describe()).containsPattern("layer0/W .* Adam +0\\.0100 ");
        assertThat(transferred.params()).isEqualTo(plain.params());
    }

    private static Recipe frozen() {
        return Recipe.of(ParameterGroups.builder().frozen("body", "layer0/*").otherwiseUnchanged());
    }

    private static Recipe at(long step, Action... actions) {
        return Recipe.of(ScriptedPolicy.at(step, actions));
    }

    private static List<UpdaterBlock> blocks(MultiLayerNetwork network) {
        return Network.of(network).blocks();
    }

    private static void assertNoWordOfUs(File file) throws IOException {
        try (ZipFile zip = new ZipFile(file)) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                byte[] bytes = zip.getInputStream(entries.nextElement()).readAllBytes();
                assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("redescent");
            }
        }
        assertThat(Files.size(file.toPath())).isPositive();
    }

    private static double score(MultiLayerNetwork network) {
        return BATCHES.stream().mapToDouble(network::score).average().orElseThrow();
    }

    private static void fit(MultiLayerNetwork network, int from, int to) {
        BATCHES.subList(from, to).forEach(network::fit);
    }
}
