package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
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
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Groups on real networks. */
class GroupsTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final List<DataSet> BATCHES = Nets.batches(20);

    @Test
    void everyParameterHasExactlyOneOptimizerPerStep() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        AtomicLong biases = new AtomicLong();
        AtomicLong rest = new AtomicLong();
        ParameterGroups groups = ParameterGroups.builder()
                .group("biases", ParameterSelector.ofKind(Kind.BIAS), OptimizerSpec.host("biases"))
                .frozen("still", "layer2/*")
                .otherwise(OptimizerSpec.host("rest"));
        ControlListener control = ControlListener.builder(Recipe.of(groups))
                .updater("biases", new CountingUpdater(biases))
                .updater("rest", new CountingUpdater(rest))
                .attach(network);
        ParameterSelector trained = ParameterSelector.group("otherwise");

        fit(network, 0, 3);

        assertThat(biases).hasValue(3 * (16 + 3));
        assertThat(rest).hasValue(3 * (10 * 16 + 16 + 16));
        assertThat(control.parameters()
                        .select(trained)
                        .only(info -> info.trainable())
                        .count())
                .isEqualTo(10 * 16 + 16 + 16);
    }

    @Test
    void weightsAndBiasesOfOneLayerTrainByThemselves() {
        MultiLayerNetwork adam = Nets.layers(new Adam(0.01));
        MultiLayerNetwork sgd = Nets.layers(new Sgd(0.1));
        MultiLayerNetwork split = Nets.layers(new Adam(0.01));
        ParameterGroups groups = ParameterGroups.builder()
                .group("biases", ParameterSelector.ofKind(Kind.BIAS), OptimizerSpec.sgd(0.1))
                .otherwiseUnchanged();
        ControlListener.attach(Recipe.of(groups), split);

        List.of(adam, sgd, split).forEach(network -> fit(network, 0, 1));

        assertThat(split.getParam("0_W")).isEqualTo(adam.getParam("0_W"));
        assertThat(split.getParam("0_b")).isEqualTo(sgd.getParam("0_b"));
        assertThat(split.getParam("2_b")).isEqualTo(sgd.getParam("2_b"));
    }

    @Test
    void whatDoesNotChangeKeepsItsStateOnATrainedNetwork() {
        MultiLayerNetwork plain = Nets.layers(new Adam(0.01));
        MultiLayerNetwork grouped = Nets.layers(new Adam(0.01));
        fit(plain, 0, 10);
        fit(grouped, 0, 10);
        ParameterGroups groups = ParameterGroups.builder()
                .group("head", "layer2/*", OptimizerSpec.sgd(0.1).withMomentum(0.9))
                .otherwiseUnchanged();

        ControlListener.attach(Recipe.of(groups), grouped);
        fit(plain, 10, 11);
        fit(grouped, 10, 11);

        for (String same : List.of("0_W", "0_b", "1_gamma", "1_beta")) {
            assertThat(grouped.getParam(same)).as(same).isEqualTo(plain.getParam(same));
        }
        assertThat(grouped.getParam("2_W")).isNotEqualTo(plain.getParam("2_W"));
    }

    @Test
    void transferredNetworksTakeGroupsOnTheirOwnLayers() {
        MultiLayerNetwork trained = dense(Nets.configuration(new Adam(0.01)));
        fit(trained, 0, 5);
        MultiLayerNetwork transferred = new TransferLearning.Builder(trained)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.01))
                        .build())
                .setFeatureExtractor(0)
                .build();
        INDArray before = transferred.getParam("0_W").dup();
        ControlListener control = ControlListener.attach(
                Recipe.of(ParameterGroups.builder()
                        .group("head", "layer2/*", OptimizerSpec.sgd(0.1))
                        .otherwise(OptimizerSpec.adam(0.001))),
                transferred);

        fit(transferred, 5, 10);

        assertThat(transferred.getParam("0_W")).isEqualTo(before);
        assertThat(control.parameters().groups()).containsExactly("otherwise", "head");
        assertThat(control.describe()).containsPattern("layer2/W .* head +Sgd +0\\.100");
    }

    @Test
    void stockUpdatersAreBoundByName() {
        MultiLayerNetwork stock = Nets.layers(new Nesterovs(0.05, 0.9));
        MultiLayerNetwork bound = Nets.layers(new Adam(0.01));
        Recipe recipe = Recipe.of(ParameterGroups.builder().otherwise(OptimizerSpec.host("slow")));
        ControlListener.builder(recipe)
                .updater("slow", new Nesterovs(0.05, 0.9))
                .attach(bound);

        fit(stock, 0, 10);
        fit(bound, 0, 10);

        assertThat(bound.params()).isEqualTo(stock.params());
        assertThatThrownBy(() -> ControlListener.attach(recipe, dense(base())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"slow\"")
                .hasMessageContaining("updater(");
        assertThatThrownBy(() -> ControlListener.builder(recipe).updater("slow", new NoOp()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("freeze");
    }

    @Test
    void weightDecayStandsOnTheLayersAndGoesWithItsOptimizer() {
        MultiLayerNetwork stock = dense(base());
        for (Layer layer : stock.getLayers()) {
            ((BaseLayer) layer.conf().getLayer()).setRegularization(List.of(new WeightDecay(0.1, true)));
        }
        MultiLayerNetwork grouped = dense(base());
        OptimizerSpec adamW = OptimizerSpec.adamW(0.01).withWeightDecay(0.1);
        Recipe recipe = Recipe.of(
                        ScriptedPolicy.at(10, new Action.UseOptimizer(ALL, OptimizerSpec.sgd(0.1), Handover.FRESH)))
                .withGroups(ParameterGroups.builder().decayWeightsOnly().otherwise(adamW));
        ControlListener control = ControlListener.attach(recipe, grouped);

        fit(stock, 0, 9);
        fit(grouped, 0, 9);

        assertThat(grouped.params()).isEqualTo(stock.params());
        assertThat(control.describe()).contains("AdamW", "otherwise-undecayed");
        fit(grouped, 9, 10);
        assertThat(grouped.getLayer(0).calcRegularizationScore(true)).isZero();
    }

    @Test
    void decayThatDl4jCannotPlaceIsRefused() {
        OptimizerSpec decayed = OptimizerSpec.adam(0.01).withWeightDecay(0.1);
        Recipe all = Recipe.of(ParameterGroups.builder().otherwise(decayed));
        Recipe weights = Recipe.of(ParameterGroups.builder().decayWeightsOnly().otherwise(decayed));

        assertThatThrownBy(() -> ControlListener.attach(all, Nets.layers(new Adam(0.01))))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("layer1/gamma")
                .hasMessageContaining("decayWeightsOnly()");
        assertThatThrownBy(() -> ControlListener.attach(weights, dense(base().l2(0.1))))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("penalties of its own");
    }

    @Test
    void rulesThatDl4jDoesNotHaveAreRefusedWithAWayOut() {
        List<OptimizerSpec> missing = List.of(
                OptimizerSpec.rAdam(0.01),
                OptimizerSpec.rmsProp(0.01).asCentered(),
                OptimizerSpec.rmsProp(0.01).withMomentum(0.9),
                OptimizerSpec.sgd(0.01).withMomentum(0.9).withDampening(0.1),
                OptimizerSpec.adaGrad(0.01).withRateDecay(0.1),
                OptimizerSpec.nAdam(0.01).withMomentumDecay(0.1),
                OptimizerSpec.adam(0.01).withRate(LearningRate.host("plan")));
        for (OptimizerSpec spec : missing) {
            Recipe recipe = Recipe.of(ParameterGroups.builder().otherwise(spec));

            assertThatThrownBy(() -> ControlListener.attach(recipe, dense(base())))
                    .as(spec.toString())
                    .isInstanceOf(UnsupportedByBackendException.class)
                    .hasMessageContaining("OptimizerSpec.host");
        }
    }

    @Test
    void schedulesBeginWithTheirOptimizerAndShowInTheRates() {
        OptimizerSpec steps = OptimizerSpec.adam(1).withRate(LearningRate.steps(0.1, 0.5, List.of(4L)));
        OptimizerSpec delta = OptimizerSpec.adaDelta(0.25);
        MultiLayerNetwork network = dense(base());
        fit(network, 0, 3);
        ControlListener control = ControlListener.attach(
                Recipe.of(ParameterGroups.builder()
                        .group("head", "layer2/*", delta)
                        .otherwise(steps)),
                network);

        assertThat(control.describe()).containsPattern("layer0/W .* 0\\.100 ");
        fit(network, 3, 6);
        assertThat(control.describe()).containsPattern("layer0/W .* 0\\.100 ");
        fit(network, 6, 8);
        assertThat(control.describe())
                .containsPattern("layer0/W .* 0\\.0500 ")
                .containsPattern("layer2/W .* AdaDelta +0\\.250");
    }

    @Test
    void aResetMeetsTheGroupsOptimizerNotTheHosts() {
        Recipe moments = Recipe.of(ScriptedPolicy.at(3, new Action.ResetState(ALL, ResetMode.FIRST_MOMENT)));
        ParameterGroups adam = ParameterGroups.builder().otherwise(OptimizerSpec.adam(0.01));
        ParameterGroups plain = ParameterGroups.builder().otherwise(OptimizerSpec.sgd(0.01));

        MultiLayerNetwork network = dense(Nets.configuration(new Sgd(0.1)));
        ControlListener control = ControlListener.attach(moments.withGroups(adam), network);
        fit(network, 0, 4);

        assertThat(control.history()).hasSize(1);
        assertThatThrownBy(() -> ControlListener.attach(moments.withGroups(plain), dense(base())))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("Sgd");
    }

    @Test
    void detachingFoldsAScaledGroupIntoItsRate() {
        MultiLayerNetwork scaled = dense(base());
        ControlListener control = ControlListener.attach(
                Recipe.of(ParameterGroups.builder().scaled("biases", "*/b", 0.5).otherwiseUnchanged()), scaled);

        control.detachAsIs();

        assertThat(scaled.getLayerWiseConfigurations().toJson())
                .doesNotContain("redescent")
                .contains("0.005", "0.01");
    }

    @Test
    void detachingTakesTheBiasesOwnUpdaterAwayAgain() {
        MultiLayerNetwork network = dense(base());
        ControlListener control = ControlListener.attach(
                Recipe.of(ScriptedPolicy.at(
                        2, new Action.ResetState(ParameterSelector.glob("layer0/b"), ResetMode.FULL))),
                network);
        fit(network, 0, 3);

        control.detachAsIs();

        assertThat(network.getLayerWiseConfigurations().toJson()).doesNotContain("redescent", "\"biasUpdater\" : {");
    }

    @Test
    void aSecondListenerIsRefused() {
        Recipe recipe = Recipe.of(ScriptedPolicy.at(5, new Action.SetRateFactor(ALL, 0.5, Span.LASTING)));
        MultiLayerNetwork network = dense(base());
        ControlListener.attach(recipe, network);

        assertThatThrownBy(() -> ControlListener.attach(recipe, network))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one recipe");
        MultiLayerNetwork lazily = dense(base());
        lazily.addListeners(new ControlListener(recipe), new ControlListener(recipe));
        assertThatThrownBy(() -> fit(lazily, 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one recipe");
    }

    private static NeuralNetConfiguration.Builder base() {
        return Nets.configuration(new Adam(0.01));
    }

    private static MultiLayerNetwork dense(NeuralNetConfiguration.Builder base) {
        MultiLayerNetwork network = new MultiLayerNetwork(base.list()
                .layer(Nets.dense(Nets.INPUTS, 8))
                .layer(Nets.dense(8, 8))
                .layer(Nets.softmax(8))
                .build());
        network.init();
        return network;
    }

    private static void fit(MultiLayerNetwork network, int from, int to) {
        BATCHES.subList(from, to).forEach(network::fit);
    }
}
