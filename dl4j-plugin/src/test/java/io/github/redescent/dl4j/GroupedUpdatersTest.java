package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Span;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Groups without a listener. */
class GroupedUpdatersTest {
    private static final List<DataSet> BATCHES = Nets.batches(20);
    private static final ParameterGroups GROUPS = ParameterGroups.builder()
            .frozen("still", "layer1/*")
            .group("head", "layer2/*", OptimizerSpec.sgd(0.1).withMomentum(0.9))
            .scaled("body", "layer0/*", 0.1)
            .exhaustive();

    @Test
    void trainAsUnderAListenerButForRunningStatistics() {
        ParameterGroups weights = ParameterGroups.builder()
                .group("head", "layer2/*", OptimizerSpec.sgd(0.1).withMomentum(0.9))
                .scaled("body", "layer0/*", 0.1)
                .otherwiseUnchanged();
        ComputationGraph listened = Nets.graph(new Adam(0.01));
        ComputationGraph alone = Nets.graph(new Adam(0.01));
        BATCHES.forEach(listened::fit);
        BATCHES.forEach(alone::fit);
        ControlListener.attach(Recipe.of(weights), listened);

        GroupedUpdaters.apply(weights, alone);
        BATCHES.forEach(listened::fit);
        BATCHES.forEach(alone::fit);

        assertThat(alone.params()).isEqualTo(listened.params());
        assertThat(alone.getListeners()).isEmpty();
    }

    @Test
    void freezeWeights() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        BATCHES.forEach(network::fit);
        INDArray gain = network.getParam("1_gamma").dup();

        assertThat(GroupedUpdaters.apply(GROUPS, network).groups()).containsExactly("body", "head");
        BATCHES.forEach(network::fit);

        assertThat(network.getParam("1_gamma")).isEqualTo(gain);
    }

    @Test
    void surviveModelSerializer(@TempDir Path folder) throws IOException {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        GroupedUpdaters.apply(GROUPS, network);
        BATCHES.forEach(network::fit);
        File file = folder.resolve("net.zip").toFile();

        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork copy = ModelSerializer.restoreMultiLayerNetwork(file, true);
        BATCHES.forEach(network::fit);
        BATCHES.forEach(copy::fit);

        assertThat(copy.params()).isEqualTo(network.params());
    }

    @Test
    void aRecipeAttachedLaterFindsThemAndItsFactorsMultiply() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        GroupedUpdaters.apply(
                ParameterGroups.builder().scaled("body", "layer0/*", 0.1).otherwiseUnchanged(), network);
        Recipe half =
                Recipe.of(ScriptedPolicy.at(1, new Action.SetRateFactor(ParameterSelector.all(), 0.5, Span.LASTING)));

        ControlListener control = ControlListener.attach(half, network);
        network.fit(BATCHES.get(0));

        assertThat(control.describe())
                .containsPattern("layer0/W .* 0\\.000500 ")
                .containsPattern("layer2/W .* 0\\.00500 ");
    }

    @Test
    void hostUpdatersAreBoundByName() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ParameterGroups slow = ParameterGroups.builder().otherwise(OptimizerSpec.host("slow"));

        GroupedUpdaters.apply(slow, network, Map.of("slow", new Nesterovs(0.05, 0.9)));

        assertThat(network.getLayerWiseConfigurations().toJson()).contains("Nesterovs");
        assertThatThrownBy(() -> GroupedUpdaters.apply(slow, network)).hasMessageContaining("\"slow\"");
    }

    @Test
    void aSameDiffLayerIsRefused() {
        MultiLayerNetwork network = new MultiLayerNetwork(Nets.configuration(new Adam(0.01))
                .list()
                .layer(new Times())
                .layer(Nets.softmax(Nets.INPUTS))
                .build());
        network.init();

        assertThatThrownBy(() -> GroupedUpdaters.apply(GROUPS, network))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("layer0/w")
                .hasMessageContaining("SameDiff");
    }

    @Test
    void aModelThatIsNotInitialisedIsRefused() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(Nets.layers(new Adam(0.01)).getLayerWiseConfigurations());

        assertThatThrownBy(() -> GroupedUpdaters.apply(GROUPS, network))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("init()");
    }

    /** Scales each input by a weight of its own. */
    public static final class Times extends SameDiffLayer {
        @Override
        public InputType getOutputType(int index, InputType input) {
            return input;
        }

        @Override
        public void defineParameters(SDLayerParams params) {
            params.addWeightParam("w", 1, Nets.INPUTS);
        }

        @Override
        public void initializeParameters(Map<String, INDArray> params) {
            params.values().forEach(values -> values.assign(Nd4j.ones(1)));
        }

        @Override
        public SDVariable defineLayer(
                SameDiff graph, SDVariable input, Map<String, SDVariable> params, SDVariable mask) {
            return input.mul(params.get("w"));
        }
    }
}
