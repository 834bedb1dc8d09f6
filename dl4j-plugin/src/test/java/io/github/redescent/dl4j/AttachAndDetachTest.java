package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Attaching is a transaction; detaching never fails. */
class AttachAndDetachTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final List<DataSet> BATCHES = Nets.batches(30);
    private static final OptimizerSpec HEAVY = OptimizerSpec.sgd(0.02).withMomentum(0.9);

    static Stream<Named<ControlListener.Builder>> refused() {
        ParameterGroups changed = ParameterGroups.builder()
                .group("head", "layer2/*", OptimizerSpec.sgd(0.1))
                .otherwiseUnchanged();
        Recipe sound = Recipe.of(changed);
        return Stream.of(
                Named.of(
                        "a rule that DL4J does not have",
                        builder(at(3, new Action.UseOptimizer(ALL, OptimizerSpec.rAdam(1), Handover.FRESH))
                                .withGroups(changed))),
                Named.of(
                        "a moment that no rule has",
                        builder(at(3, new Action.ResetState(ParameterSelector.glob("layer2/*"), ResetMode.FIRST_MOMENT))
                                .withGroups(changed))),
                Named.of(
                        "a name that is not bound",
                        builder(Recipe.of(ParameterGroups.builder()
                                .group("head", "layer2/*", OptimizerSpec.sgd(0.1))
                                .otherwise(OptimizerSpec.host("nobody"))))),
                Named.of(
                        "a glob that matches nothing",
                        builder(at(3, new Action.ResetState(ParameterSelector.glob("x/*"), ResetMode.FULL))
                                .withGroups(changed))),
                Named.of(
                        "a trace that cannot be written",
                        builder(sound).trace(Path.of("no", "such", "folder", "trace.jsonl"))));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRefusedAttachLeavesTheModelAsItWas(ControlListener.Builder builder) {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        network.setListeners(new CollectScoresIterationListener());
        fit(network, 0, 5);
        List<Object> before = look(network);

        assertThatThrownBy(() -> builder.attach(network)).isInstanceOf(RuntimeException.class);

        assertThat(look(network)).isEqualTo(before);
        assertThat(network.getListeners()).hasSize(1);
        ControlListener.attach(at(1000, new Action.ResetState(ALL, ResetMode.FULL)), network);
    }

    private static List<Object> look(MultiLayerNetwork network) {
        List<Object> seen = new ArrayList<>();
        seen.add(network.getLayerWiseConfigurations().toJson());
        seen.add(network.params().dup());
        seen.add(network.updaterState().dup());
        for (UpdaterBlock block : Network.of(network).blocks()) {
            seen.add(block.getClass());
        }
        for (var layer : network.getLayers()) {
            seen.add(System.identityHashCode(((BaseLayer) layer.conf().getLayer()).getIUpdater()));
        }
        seen.addAll(network.getListeners());
        return seen;
    }

    @Test
    void attachingMovesNoRandomNumber() {
        org.nd4j.linalg.factory.Nd4j.getRandom().setSeed(3);
        INDArray expected = org.nd4j.linalg.factory.Nd4j.rand(5);
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        org.nd4j.linalg.factory.Nd4j.getRandom().setSeed(3);

        ControlListener.attach(Recipe.of(ReinitializeOnBadRegion.defaults()), network);

        assertThat(org.nd4j.linalg.factory.Nd4j.rand(5)).isEqualTo(expected);
    }

    static Stream<Named<Recipe>> decided() {
        return Stream.of(
                Named.of(
                        "frozen",
                        Recipe.of(ParameterGroups.builder()
                                .frozen("body", "layer0/*")
                                .otherwiseUnchanged())),
                Named.of("heavy ball", at(3, new Action.UseOptimizer(ALL, HEAVY, Handover.FRESH))),
                Named.of(
                        "a schedule",
                        at(
                                3,
                                new Action.UseOptimizer(
                                        ALL,
                                        OptimizerSpec.adam(1).withRate(LearningRate.cosine(0.1, 50)),
                                        Handover.FRESH))),
                Named.of("a reset", at(3, new Action.ResetState(ALL, ResetMode.FULL))),
                Named.of(
                        "one parameter",
                        at(3, new Action.UseOptimizer(ParameterSelector.glob("layer1/gamma"), HEAVY, Handover.FRESH))),
                Named.of(
                        "a dry run",
                        at(3, new Action.ResetState(ALL, ResetMode.FULL)).asDryRun()));
    }

    @ParameterizedTest
    @MethodSource("decided")
    void detachingNeverFailsAndLeavesAStockModel(Recipe recipe) {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(recipe, network);
        fit(network, 0, 10);

        assertThatCode(control::detach).doesNotThrowAnyException();

        assertThat(network.getListeners()).isEmpty();
        assertThat(Network.of(network).blocks()).allMatch(block -> block.getClass() == UpdaterBlock.class);
        assertThat(network.getLayerWiseConfigurations().toJson()).doesNotContain("redescent");
        INDArray before = network.params().dup();
        fit(network, 10, 30);
        assertThat(network.params()).isNotEqualTo(before);
        assertThat(network.params().sumNumber().doubleValue()).isFinite();
        ControlListener.attach(recipe, network);
    }

    @Test
    void detachingBeforeTheFirstStepKeepsTheWeights() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        INDArray weights = network.params().dup();

        ControlListener.attach(at(3, new Action.ResetState(ALL, ResetMode.FULL)), network)
                .detach();

        assertThat(network.params()).isEqualTo(weights);
    }

    @Test
    void afterASwitchTheModelGoesOnAsTheStockRule() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control =
                ControlListener.attach(at(3, new Action.UseOptimizer(ALL, HEAVY, Handover.FRESH)), network);
        fit(network, 0, 10);
        INDArray velocity = network.updaterState().dup();

        control.detachAsIs();

        assertThat(((BaseLayer) network.getLayer(0).conf().getLayer()).getIUpdater())
                .isEqualTo(new Nesterovs(0.02, 0.9));
        assertThat(network.updaterState()).isEqualTo(velocity);
    }

    @Test
    void aDryRunsRestoreSaysThatNothingWasKept() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(
                at(3, new Action.ResetState(ALL, ResetMode.FULL)).asDryRun(), network);
        fit(network, 0, 10);
        INDArray weights = network.params().dup();

        control.restoreBest();

        assertThat(network.params()).isEqualTo(weights);
        assertThat(control.history().toString()).contains("dry run");
    }

    @Test
    void aModelThatClimbsIsRefused() {
        Supplier<MultiLayerNetwork> climbing = () -> {
            MultiLayerNetwork network = new MultiLayerNetwork(Nets.configuration(new Adam(0.01))
                    .minimize(false)
                    .list()
                    .layer(Nets.softmax(Nets.INPUTS))
                    .build());
            network.init();
            return network;
        };

        assertThatThrownBy(() -> ControlListener.attach(Recipe.of(), climbing.get()))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("minimize(false)");
    }

    @Test
    void aScaledRateIsFoldedIn() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control =
                ControlListener.attach(at(3, new Action.SetRateFactor(ALL, 0.1, Span.LASTING)), network);
        fit(network, 0, 5);

        control.detachAsIs();

        assertThat(((BaseLayer) network.getLayer(2).conf().getLayer()).getIUpdater())
                .isEqualTo(new Adam(0.001));
    }

    private static ControlListener.Builder builder(Recipe recipe) {
        return ControlListener.builder(recipe);
    }

    private static Recipe at(long step, Action... actions) {
        return Recipe.of(ScriptedPolicy.at(step, actions));
    }

    private static void fit(MultiLayerNetwork network, int from, int to) {
        BATCHES.subList(from, to).forEach(network::fit);
    }
}
