package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Part;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ResetOnDecay;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** What a program does between steps: control goes on, or says at once that it does not. */
class UserChangesTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final List<DataSet> BATCHES = Nets.batches(40);
    private static final Recipe FROZEN =
            Recipe.of(ParameterGroups.builder().frozen("body", "layer0/*").otherwiseUnchanged());

    @Test
    void setListenersAfterAttachLosesNoStep() {
        MultiLayerNetwork twin = Nets.layers(new Adam(0.01));
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener.attach(reset(5), twin);
        ControlListener control = ControlListener.attach(reset(5), network);
        fit(twin, 0, 2);
        fit(network, 0, 2);

        network.setListeners(new CollectScoresIterationListener());
        fit(twin, 2, 20);
        fit(network, 2, 20);

        assertThat(network.params()).isEqualTo(twin.params());
        assertThat(control.history()).hasSize(1);
        assertThat(network.getListeners()).hasSize(2).contains(control);
        control.restoreBest();
    }

    @Test
    void setListenersOnAGraphLosesNoStep() {
        ComputationGraph graph = Nets.graph(new Adam(0.01));
        ControlListener control = ControlListener.attach(reset(5), graph);
        graph.setListeners(new CollectScoresIterationListener());

        BATCHES.subList(0, 10).forEach(graph::fit);

        assertThat(control.history()).hasSize(1);
        assertThat(graph.getListeners()).contains(control);
    }

    @Test
    void aRebuiltUpdaterLosesNoStepAndNoDecision() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener.attach(FROZEN, network);
        fit(network, 0, 3);
        INDArray body = network.getParam("0_W").dup();

        network.setLearningRate(0.02);
        fit(network, 3, 4);
        network.setUpdater(null);
        fit(network, 4, 5);
        network.clear();
        fit(network, 5, 6);

        assertThat(network.getParam("0_W")).isEqualTo(body);
    }

    @Test
    void aRateThatTheUserSetsHoldsTimesTheFactors() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(
                Recipe.of(ScriptedPolicy.at(2, new Action.SetRateFactor(ALL, 0.5, Span.LASTING))), network);
        fit(network, 0, 5);

        network.setLearningRate(0.004);

        assertThat(control.describe()).containsPattern("layer0/W .* Adam +0\\.00200 ");
        fit(network, 5, 6);
        assertThat(control.describe()).containsPattern("layer0/W .* Adam +0\\.00200 ");
    }

    @Test
    void untouchedAUsersRateIsStockBitForBit() {
        MultiLayerNetwork plain = Nets.layers(new Adam(0.01));
        MultiLayerNetwork controlled = Nets.layers(new Adam(0.01));
        ControlListener.attach(reset(1000), controlled);
        for (MultiLayerNetwork network : List.of(plain, controlled)) {
            fit(network, 0, 5);
            network.setLearningRate(0.002);
            fit(network, 5, 20);
        }

        assertThat(controlled.params()).isEqualTo(plain.params());
    }

    @Test
    void restoringKeepsARateThatTheUserHasSet() {
        Set<Part> everything = Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS);
        Recipe recipe = Recipe.of(new ScriptedPolicy(Map.of(
                5L, List.of(new Action.Keep("here", everything)), 12L, List.of(new Action.Restore(ALL, "here")))));
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(recipe, network);
        fit(network, 0, 8);

        network.setLearningRate(0.001);
        fit(network, 8, 15);
        assertThat(control.describe()).containsPattern("layer0/W .* Adam +0\\.00100 ");
        network.setLearningRate(0.003);
        control.restoreBest();

        assertThat(control.describe()).containsPattern("layer0/W .* Adam +0\\.00300 ");
        assertThat(((BaseLayer) network.getLayer(0).conf().getLayer()).getIUpdater())
                .isEqualTo(new Adam(0.003));
    }

    @Test
    void anUpdaterThatTheUserExchangesIsTakenOver() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(reset(1000), network);
        fit(network, 0, 3);

        ((BaseLayer) network.getLayer(0).conf().getLayer()).setIUpdater(new Sgd(0.1));
        network.setUpdater(null);
        fit(network, 3, 5);

        assertThat(control.describe())
                .containsPattern("layer0/W .* Sgd +0\\.100 ")
                .containsPattern("layer0/b .* Sgd +0\\.100 ")
                .containsPattern("layer2/W .* Adam +0\\.0100 ");
    }

    @Test
    void aLayersRateOfZeroForAWhileResetsNothing() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(Recipe.of(ResetOnDecay.defaults()), network);
        for (int step = 0; step < 12; step++) {
            if (step % 3 == 0) {
                ((BaseLayer) network.getLayer(0).conf().getLayer())
                        .getIUpdater()
                        .setLrAndSchedule(step % 2 == 0 ? 0 : 0.01, null);
            }
            fit(network, step, step + 1);
        }

        assertThat(control.history()).isEmpty();
    }

    @Test
    void anotherThreadMayTakeOver() throws InterruptedException, ExecutionException {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(reset(6), network);
        fit(network, 0, 4);
        ExecutorService other = Executors.newSingleThreadExecutor();

        other.submit(() -> fit(network, 4, 10)).get();
        other.shutdown();
        fit(network, 10, 12);

        assertThat(control.history()).hasSize(1);
        control.restoreBest();
    }

    @Test
    void aGraphsCloneDoesNotMoveTheOriginalsClocks() {
        ComputationGraph twin = Nets.graph(new Adam(0.01));
        ComputationGraph graph = Nets.graph(new Adam(0.01));
        ControlListener.attach(reset(5), twin);
        ControlListener control = ControlListener.attach(reset(5), graph);
        BATCHES.subList(0, 3).forEach(twin::fit);
        BATCHES.subList(0, 3).forEach(graph::fit);

        ComputationGraph clone = graph.clone();
        clone.fit(new ListDataSetIterator<>(BATCHES, 16), 2);
        BATCHES.subList(3, 15).forEach(twin::fit);
        BATCHES.subList(3, 15).forEach(graph::fit);

        assertThat(graph.params()).isEqualTo(twin.params());
        assertThat(control.history()).hasSize(1);
    }

    @Test
    void aCloneThatEmptiesTheSharedListenersDoesNotEndControl() {
        ComputationGraph graph = Nets.graph(new Adam(0.01));
        ControlListener control = ControlListener.attach(reset(5), graph);
        BATCHES.subList(0, 3).forEach(graph::fit);

        graph.clone().setListeners();
        BATCHES.subList(3, 10).forEach(graph::fit);

        assertThat(control.history()).hasSize(1);
    }

    @Test
    void savingAModelThatWasTrainedUnseenIsRefused(@TempDir Path folder) {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(reset(1000), network);
        fit(network, 0, 3);
        network.setListeners();
        network.setUpdater(null);
        fit(network, 3, 8);

        assertThatThrownBy(() -> control.save(folder.resolve("run.zip")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("5 updates");
    }

    @Test
    void updatesByAProgramsOwnLoopKeepWhatIsFrozen() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener.attach(FROZEN, network);
        fit(network, 0, 2);
        INDArray body = network.getParam("0_W").dup();
        INDArray head = network.getParam("2_W").dup();

        for (int i = 2; i < 6; i++) {
            network.setInput(BATCHES.get(i).getFeatures());
            network.setLabels(BATCHES.get(i).getLabels());
            network.computeGradientAndScore();
            Gradient gradient = network.gradient();
            network.getUpdater().update(network, gradient, i, 0, 16, LayerWorkspaceMgr.noWorkspaces());
            Network.of(network).weights().subi(Network.of(network).gradients());
        }

        assertThat(network.getParam("0_W")).isEqualTo(body);
        assertThat(network.getParam("2_W")).isNotEqualTo(head);
    }

    @Test
    void layerwisePretrainingGoesOnUncontrolledAndIsHeardOf() {
        MultiLayerNetwork plain = pretrained();
        MultiLayerNetwork network = pretrained();
        ControlListener control = ControlListener.attach(reset(3), network);

        Nd4j.getRandom().setSeed(1);
        plain.pretrain(new ListDataSetIterator<>(BATCHES, 16));
        Nd4j.getRandom().setSeed(1);
        network.pretrain(new ListDataSetIterator<>(BATCHES, 16));

        assertThat(network.params()).isEqualTo(plain.params());
        assertThat(network.getLayer(0).getListeners()).contains(control);
        network.fit(new ListDataSetIterator<>(BATCHES, 16));
        assertThat(control.history()).hasSize(1);
        control.detachAsIs();
        assertThat(network.getLayer(0).getListeners()).isEmpty();
    }

    private static MultiLayerNetwork pretrained() {
        MultiLayerNetwork network = new MultiLayerNetwork(Nets.configuration(new Adam(0.01))
                .list()
                .layer(new VariationalAutoencoder.Builder()
                        .nIn(Nets.INPUTS)
                        .nOut(8)
                        .encoderLayerSizes(6)
                        .decoderLayerSizes(6)
                        .build())
                .layer(Nets.softmax(8))
                .build());
        network.init();
        return network;
    }

    private static Recipe reset(long step) {
        return Recipe.of(ScriptedPolicy.at(step, new Action.ResetState(ALL, ResetMode.FULL)));
    }

    private static void fit(MultiLayerNetwork network, int from, int to) {
        BATCHES.subList(from, to).forEach(network::fit);
    }
}
