package io.github.redescent.dl4j;

import static io.github.redescent.parameter.Kind.BIAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.ResetMode;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Kinds of layers and settings: adopted bit-identically, re-drawn by their own initialisers. */
class LayerKindsTest {
    private static final ParameterSelector ALL = ParameterSelector.all();

    /** A network's configuration and a batch for it. */
    private record Kind(MultiLayerConfiguration layers, DataSet batch) {
        MultiLayerNetwork build() {
            MultiLayerNetwork network = new MultiLayerNetwork(layers.clone());
            network.init();
            return network;
        }
    }

    static Stream<Named<Kind>> kinds() {
        return Stream.of(
                Named.of("convolution and normalisation", convolution()),
                Named.of("LSTM", recurrent(base())),
                Named.of("truncated BPTT", truncated()),
                Named.of("bidirectional and wrapped", bidirectional()),
                Named.of("frozen", frozen()),
                Named.of("L1 and L2", dense(base().l1(1e-3).l2(1e-2))),
                Named.of("weight decay", dense(base().weightDecay(1e-2))),
                Named.of("bias updater", dense(base().biasUpdater(new Sgd(0.1)))),
                Named.of(
                        "clipping",
                        dense(base().gradientNormalization(GradientNormalization.ClipL2PerLayer)
                                .gradientNormalizationThreshold(0.1))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void trainsBitIdenticallyUntilSomethingIsDecided(Kind kind) {
        MultiLayerNetwork plain = kind.build();
        MultiLayerNetwork controlled = kind.build();
        ControlListener.attach(actAt(1000), controlled);

        for (int i = 0; i < 8; i++) {
            plain.fit(kind.batch());
            controlled.fit(kind.batch());
        }

        assertThat(controlled.params()).isEqualTo(plain.params());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isDrawnAnewInPlaceAndTrainsOn(Kind kind) {
        MultiLayerNetwork network = kind.build();
        ControlListener.attach(actAt(3), network);
        INDArray row = network.params();
        INDArray before = network.getParam("0_" + firstName(network)).dup();

        for (int i = 0; i < 8; i++) {
            network.fit(kind.batch());
        }

        assertThat(network.params()).isSameAs(row);
        assertThat(Double.isFinite(network.score())).isTrue();
        boolean frozen = network.getLayer(0) instanceof org.deeplearning4j.nn.layers.FrozenLayer;
        assertThat(network.getParam("0_" + firstName(network)).equals(before)).isEqualTo(frozen);
    }

    @Test
    void redrawingKeepsBiasInitialisation() {
        MultiLayerNetwork network = recurrent(base()).build();
        ControlListener.attach(actAt(3), network);
        INDArray biases = network.getParam("0_b").dup();

        for (int i = 0; i < 3; i++) {
            network.fit(recurrent(base()).batch());
        }

        // The forget gate starts at one.
        assertThat(network.getParam("0_b")).isEqualTo(biases);
        assertThat(biases.maxNumber().doubleValue()).isEqualTo(1);
    }

    @Test
    void recurrentWeightsAndBiasesAreToldApart() {
        MultiLayerNetwork network = bidirectional().build();
        ParameterGroups groups = ParameterGroups.builder()
                .frozen("biases", ParameterSelector.ofKind(BIAS))
                .otherwise(OptimizerSpec.adamW(0.01).withWeightDecay(0));
        INDArray biases = network.getParam("0_bb").dup();
        INDArray weights = network.getParam("0_bRW").dup();
        ControlListener control = ControlListener.attach(Recipe.of(groups), network);

        network.fit(bidirectional().batch());

        assertThat(control.parameters()
                        .select(ParameterSelector.group("biases"))
                        .paths())
                .containsExactly("layer0/fb", "layer0/bb", "layer1/b", "layer2/b");
        assertThat(network.getParam("0_bb")).isEqualTo(biases);
        assertThat(network.getParam("0_bRW")).isNotEqualTo(weights);
    }

    @Test
    void oneDirectionCanBeFrozenWithoutTheOther() {
        MultiLayerNetwork network = bidirectional().build();
        Recipe forward = Recipe.of(
                ParameterGroups.builder().frozen("forward", "layer0/f*").otherwiseUnchanged());
        INDArray still = network.getParam("0_fW").dup();
        INDArray moving = network.getParam("0_bW").dup();
        ControlListener.attach(forward, network);

        network.fit(bidirectional().batch());

        assertThat(network.getParam("0_fW")).isEqualTo(still);
        assertThat(network.getParam("0_bW")).isNotEqualTo(moving);
    }

    private static String firstName(MultiLayerNetwork network) {
        return network.paramTable().keySet().iterator().next().substring(2);
    }

    private static Recipe actAt(long step) {
        return Recipe.of(ScriptedPolicy.at(step, new RedrawWeights(ALL, 5), new ResetState(ALL, ResetMode.FULL)));
    }

    private static NeuralNetConfiguration.Builder base() {
        return Nets.configuration(new Adam(0.01));
    }

    private static Kind dense(NeuralNetConfiguration.Builder base) {
        return new Kind(
                base.list()
                        .layer(Nets.dense(Nets.INPUTS, 8))
                        .layer(Nets.softmax(8))
                        .build(),
                Nets.batches(1).get(0));
    }

    private static Kind frozen() {
        return new Kind(
                base().list()
                        .layer(new FrozenLayer(Nets.dense(Nets.INPUTS, 8)))
                        .layer(Nets.dense(8, 8))
                        .layer(Nets.softmax(8))
                        .build(),
                Nets.batches(1).get(0));
    }

    private static Kind convolution() {
        NeuralNetConfiguration.ListBuilder layers = base().list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new BatchNormalization())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 1));
        return new Kind(
                layers.build(),
                new DataSet(
                        random(4, 1, 8, 8), Nets.batches(1).get(0).getLabels().get(rows(4))));
    }

    private static Kind recurrent(NeuralNetConfiguration.Builder base) {
        return new Kind(sequences(base).build(), new DataSet(random(3, 4, 12), random(3, 2, 12)));
    }

    private static Kind truncated() {
        return new Kind(
                sequences(base())
                        .backpropType(BackpropType.TruncatedBPTT)
                        .tBPTTLength(5)
                        .build(),
                recurrent(base()).batch());
    }

    private static NeuralNetConfiguration.ListBuilder sequences(NeuralNetConfiguration.Builder base) {
        return base.list()
                .layer(new LSTM.Builder().nIn(4).nOut(5).forgetGateBiasInit(1).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build());
    }

    private static Kind bidirectional() {
        return new Kind(
                base().list()
                        .layer(new Bidirectional(
                                new LSTM.Builder().nIn(4).nOut(5).build()))
                        .layer(new LastTimeStep(
                                new SimpleRnn.Builder().nIn(10).nOut(4).build()))
                        .layer(Nets.softmax(4))
                        .build(),
                new DataSet(random(4, 4, 7), Nets.batches(1).get(0).getLabels().get(rows(4))));
    }

    private static INDArrayIndex rows(int count) {
        return NDArrayIndex.interval(0, count);
    }

    private static INDArray random(long... shape) {
        Nd4j.getRandom().setSeed(9);
        return Nd4j.rand(DataType.FLOAT, shape);
    }
}
