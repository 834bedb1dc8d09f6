package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Frozen is bit-identical, whatever else pulls at the weights. */
class FreezingTest {
    private static final List<DataSet> BATCHES = Nets.batches(10);
    private static final ParameterGroups FIRST =
            ParameterGroups.builder().frozen("still", "layer0/*").otherwiseUnchanged();

    static Stream<Named<NeuralNetConfiguration.Builder>> pulls() {
        return Stream.of(
                Named.of("L1 and L2", base().l1(0.1).l2(0.1)),
                Named.of("weight decay", base().weightDecay(0.1)),
                Named.of("weight decay that no rate reaches", base().weightDecay(0.1, false)),
                Named.of(
                        "weight decay without a rate",
                        Nets.configuration(new AdaDelta()).weightDecay(0.1)),
                Named.of("momentum", Nets.configuration(new Nesterovs(0.1, 0.9))),
                Named.of(
                        "clipping",
                        base().gradientNormalization(GradientNormalization.RenormalizeL2PerLayer)
                                .gradientNormalizationThreshold(0.1)));
    }

    @ParameterizedTest
    @MethodSource("pulls")
    void staysWhereItIsAfterTrainingBefore(NeuralNetConfiguration.Builder base) {
        MultiLayerNetwork network = dense(base);
        fit(network, 5);
        INDArray weights = network.getParam("0_W").dup();
        INDArray biases = network.getParam("0_b").dup();
        INDArray head = network.getParam("1_W").dup();

        ControlListener.attach(Recipe.of(FIRST), network);
        fit(network, 10);

        assertThat(network.getParam("0_W")).isEqualTo(weights);
        assertThat(network.getParam("0_b")).isEqualTo(biases);
        assertThat(network.getParam("1_W")).isNotEqualTo(head);
    }

    @Test
    void theOtherLayersTrainAsIfNothingWasFrozen() {
        MultiLayerNetwork plain = dense(Nets.configuration(new Sgd(0.1)));
        MultiLayerNetwork frozen = dense(Nets.configuration(new Sgd(0.1)));
        ControlListener.attach(Recipe.of(FIRST), frozen);

        fit(plain, 1);
        fit(frozen, 1);

        assertThat(frozen.getParam("1_W")).isEqualTo(plain.getParam("1_W"));
    }

    @Test
    void runningStatisticsOfAFrozenGroupStay() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        fit(network, 5);
        Map<String, INDArray> before = new LinkedHashMap<>();
        for (String name : List.of("gamma", "beta", "mean", "var")) {
            before.put(name, statistic(network, name).dup());
        }
        ControlListener.attach(
                Recipe.of(ParameterGroups.builder().frozen("norm", "layer1/*").otherwiseUnchanged()), network);

        fit(network, 10);

        before.forEach(
                (name, values) -> assertThat(statistic(network, name)).as(name).isEqualTo(values));
    }

    private static INDArray statistic(MultiLayerNetwork network, String name) {
        return network.getLayer(1).paramTable().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(name)
                        || (name.equals("var") && entry.getKey().startsWith("log10")))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void biasesCanBeFrozenAlone() {
        MultiLayerNetwork network = dense(base());
        fit(network, 5);
        INDArray weights = network.getParam("0_W").dup();
        INDArray biases = network.getParam("0_b").dup();
        ControlListener control = ControlListener.attach(
                Recipe.of(ParameterGroups.builder().frozen("biases", "*/b").otherwiseUnchanged()), network);

        fit(network, 5);

        assertThat(network.getParam("0_b")).isEqualTo(biases);
        assertThat(network.getParam("0_W")).isNotEqualTo(weights);
        assertThat(control.parameters().entries())
                .filteredOn(ParameterInfo::frozen)
                .extracting(ParameterInfo::path)
                .containsExactly("layer0/b", "layer1/b");
    }

    @Test
    void constraintsAreRefused() {
        MultiLayerNetwork constrained = dense(base().constrainWeights(new MaxNormConstraint(1, 1)));

        assertThatThrownBy(() -> ControlListener.attach(Recipe.of(FIRST), constrained))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("layer0/W")
                .hasMessageContaining("MaxNormConstraint");
    }

    @Test
    void whatTheHostFreezesIsLeftAloneAndNotUnfrozen() {
        Recipe unfreeze = Recipe.of(ScriptedPolicy.at(3, new Action.Unfreeze(ParameterSelector.glob("layer0/*"))));
        for (boolean backprop : new boolean[] {false, true}) {
            MultiLayerNetwork network = new MultiLayerNetwork(base().l2(0.1)
                    .list()
                    .layer(
                            backprop
                                    ? new FrozenLayerWithBackprop(Nets.dense(Nets.INPUTS, 8))
                                    : new FrozenLayer(Nets.dense(Nets.INPUTS, 8)))
                    .layer(Nets.softmax(8))
                    .build());
            network.init();

            ControlListener control = ControlListener.attach(
                    Recipe.of(ParameterGroups.builder().otherwise(OptimizerSpec.sgd(0.1))), network);
            fit(network, 3);

            assertThat(control.parameters().groups()).containsExactly("otherwise");
            assertThat(control.parameters().entries().get(0).frozen()).isTrue();
            control.detachAsIs();
            assertThatThrownBy(() -> ControlListener.attach(unfreeze, network))
                    .isInstanceOf(UnsupportedByBackendException.class)
                    .hasMessageContaining("FrozenLayer");
        }
    }

    private static NeuralNetConfiguration.Builder base() {
        return Nets.configuration(new Adam(0.01));
    }

    private static MultiLayerNetwork dense(NeuralNetConfiguration.Builder base) {
        MultiLayerNetwork network = new MultiLayerNetwork(base.list()
                .layer(Nets.dense(Nets.INPUTS, 8))
                .layer(Nets.softmax(8))
                .build());
        network.init();
        return network;
    }

    private static void fit(MultiLayerNetwork network, int steps) {
        BATCHES.subList(0, steps).forEach(network::fit);
    }
}
