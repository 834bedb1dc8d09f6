package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * The best constant's loss against DL4J's own score of a network that can do no better: its inputs are zero, so that
 * only its biases learn.
 */
class ConstantLossTest {
    private static final int N = 12;
    private static final int C = 3;
    private static final int T = 5;
    private static final int STEPS = 600;

    private record Case(NeuralNetConfiguration.ListBuilder net, DataSet batch) {}

    static Stream<Named<Case>> cases() {
        INDArray weights = Nd4j.createFromArray(1f, 20f, 3f).reshape(1, C);
        return Stream.of(
                output("cross-entropy", new LossMCXENT(), Activation.SOFTMAX, classes(N)),
                output("weighted cross-entropy", new LossMCXENT(weights), Activation.SOFTMAX, classes(N)),
                output("weighted NLL", new LossNegativeLogLikelihood(weights), Activation.SOFTMAX, classes(N)),
                output(
                        "class numbers",
                        new LossSparseMCXENT(),
                        Activation.SOFTMAX,
                        classes(N).argMax(1).reshape(N, 1)),
                output("yes or no", new LossBinaryXENT(), Activation.SIGMOID, bits(N, C)),
                output("weighted yes or no", new LossBinaryXENT(weights), Activation.SIGMOID, bits(N, C)),
                output("bytes", new LossMCXENT(), Activation.SOFTMAX, classes(N).castTo(DataType.INT8)),
                output(
                        "booleans",
                        new LossBinaryXENT(),
                        Activation.SIGMOID,
                        bits(N, C).castTo(DataType.BOOL)),
                output("squares", new LossMSE(), Activation.IDENTITY, numbers(N, C)),
                output("weighted squares", new LossMSE(weights), Activation.IDENTITY, numbers(N, C)),
                output(
                        "sums of squares",
                        new LossL2(),
                        Activation.SIGMOID,
                        bits(N, C).mul(0.8).add(0.1)),
                output(
                        "squares of tanh",
                        new LossMSE(),
                        Activation.TANH,
                        bits(N, C).sub(0.5)),
                output("absolute", new LossMAE(), Activation.IDENTITY, numbers(N, C)),
                output(
                        "sums of absolute",
                        new LossL1(),
                        Activation.IDENTITY,
                        numbers(N, C).mul(300).add(3000)),
                output(
                        "hinge",
                        new LossHinge(),
                        Activation.TANH,
                        bits(N, C).mul(2).sub(1)),
                output(
                        "Poisson",
                        new LossPoisson(),
                        Activation.SOFTPLUS,
                        bits(N, C).mul(3)),
                output(
                        "divergence",
                        new LossKLD(),
                        Activation.SOFTMAX,
                        classes(N).mul(0.8).add(0.2 / C)),
                masked("masked rows", classes(N), column(N)),
                masked("masked entries", bits(N, C), classes(N).rsub(1)),
                recurrent("sequences", RNNFormat.NCW, false),
                recurrent("masked sequences", RNNFormat.NCW, true),
                recurrent("sequences, classes last", RNNFormat.NWC, false),
                recurrent("masked sequences, classes last", RNNFormat.NWC, true),
                images("images", CNN2DFormat.NCHW),
                images("images, channels last", CNN2DFormat.NHWC),
                Named.of(
                        "sums over the batch",
                        new Case(
                                base().miniBatch(false).list().layer(layer(new LossMCXENT(), Activation.SOFTMAX)),
                                new DataSet(Nd4j.zeros(DataType.FLOAT, N, 2), classes(N)))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatTheModelItselfScoresWithABestConstant(Case kind) {
        MultiLayerNetwork network = new MultiLayerNetwork(kind.net().build());
        network.init();
        NetworkHost host =
                new NetworkHost(Network.of(network), new NamedUpdaters(Map.of()), (iteration, epoch) -> {}, 1);
        double[] constant = new double[1];
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void onBackwardPass(Model model) {
                host.constant().look();
            }

            @Override
            public void onGradientCalculation(Model model) {
                constant[0] = host.constantLoss().orElseThrow();
            }
        });
        double best = Double.POSITIVE_INFINITY;
        for (int step = 0; step < STEPS; step++) {
            network.fit(kind.batch());
            best = Math.min(best, network.score());
        }

        // The prior's half a label fades; medians and biases jitter.
        assertThat(constant[0]).isCloseTo(best, within(0.01 * Math.abs(best) + 1e-4));
    }

    @Test
    void severalOutputsAddUpAsInTheScore() {
        ComputationGraph graph = new ComputationGraph(base().graphBuilder()
                .addInputs("in")
                .addLayer("class", layer(new LossMCXENT(), Activation.SOFTMAX), "in")
                .addLayer("value", layer(new LossMSE(), Activation.IDENTITY), "in")
                .setOutputs("class", "value")
                .build());
        graph.init();
        NetworkHost host = new NetworkHost(Network.of(graph), new NamedUpdaters(Map.of()), (iteration, epoch) -> {}, 1);
        MultiDataSet batch = new MultiDataSet(
                new INDArray[] {Nd4j.zeros(DataType.FLOAT, N, 2)}, new INDArray[] {classes(N), numbers(N, C)});
        double[] constant = new double[1];
        graph.setListeners(new BaseTrainingListener() {
            @Override
            public void onBackwardPass(Model model) {
                host.constant().look();
            }

            @Override
            public void onGradientCalculation(Model model) {
                constant[0] = host.constantLoss().orElseThrow();
            }
        });
        for (int step = 0; step < STEPS; step++) {
            graph.fit(batch);
        }

        assertThat(constant[0]).isCloseTo(graph.score(), within(0.01 * constant[0]));
    }

    @Test
    void aLossOfMoreThanLabelsIsNotGuessed() {
        MultiLayerNetwork network = new MultiLayerNetwork(base().list()
                .layer(new org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer.Builder(new LossMCXENT())
                        .nIn(2)
                        .nOut(C)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        NetworkHost host =
                new NetworkHost(Network.of(network), new NamedUpdaters(Map.of()), (iteration, epoch) -> {}, 1);
        network.setLabels(classes(N));

        assertThat(host.constantLoss()).isEmpty();
    }

    private static NeuralNetConfiguration.Builder base() {
        return new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.05));
    }

    private static OutputLayer layer(ILossFunction loss, Activation activation) {
        return new OutputLayer.Builder(loss)
                .nIn(2)
                .nOut(C)
                .activation(activation)
                .build();
    }

    private static Named<Case> output(String name, ILossFunction loss, Activation activation, INDArray labels) {
        double rate = name.startsWith("sums of abs") ? 30 : 0.05;
        NeuralNetConfiguration.ListBuilder net = new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(rate))
                .list()
                .layer(layer(loss, activation));
        return Named.of(name, new Case(net, new DataSet(Nd4j.zeros(DataType.FLOAT, N, 2), labels)));
    }

    private static Named<Case> masked(String name, INDArray labels, INDArray mask) {
        boolean rows = mask.size(1) == 1;
        ILossFunction loss = rows ? new LossMCXENT() : new LossBinaryXENT();
        DataSet batch = new DataSet(Nd4j.zeros(DataType.FLOAT, N, 2), labels, null, mask);
        return Named.of(
                name,
                new Case(base().list().layer(layer(loss, rows ? Activation.SOFTMAX : Activation.SIGMOID)), batch));
    }

    private static Named<Case> recurrent(String name, RNNFormat format, boolean masked) {
        INDArray labels = classes(N * T).reshape(N, T, C);
        boolean last = format == RNNFormat.NWC;
        DataSet batch = new DataSet(
                last ? Nd4j.zeros(DataType.FLOAT, N, T, 2) : Nd4j.zeros(DataType.FLOAT, N, 2, T),
                last ? labels : labels.permute(0, 2, 1).dup(),
                null,
                masked ? bits(N, T) : null);
        RnnOutputLayer output = new RnnOutputLayer.Builder(new LossMCXENT())
                .nIn(2)
                .nOut(C)
                .activation(Activation.SOFTMAX)
                .dataFormat(format)
                .build();
        return Named.of(name, new Case(base().list().layer(output), batch));
    }

    private static Named<Case> images(String name, CNN2DFormat format) {
        boolean last = format == CNN2DFormat.NHWC;
        INDArray labels = classes(N * 4).reshape(N, 2, 2, C);
        NeuralNetConfiguration.ListBuilder net = base().list()
                .layer(new ConvolutionLayer.Builder(1, 1)
                        .nOut(C)
                        .dataFormat(format)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new CnnLossLayer.Builder(new LossMCXENT())
                        .format(format)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(2, 2, 1, format));
        DataSet batch = new DataSet(
                last ? Nd4j.zeros(DataType.FLOAT, N, 2, 2, 1) : Nd4j.zeros(DataType.FLOAT, N, 1, 2, 2),
                last ? labels : labels.permute(0, 3, 1, 2).dup());
        return Named.of(name, new Case(net, batch));
    }

    private static INDArray classes(int rows) {
        Random random = new Random(1);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, rows, C);
        for (int row = 0; row < rows; row++) {
            labels.putScalar(row, row < C ? row : random.nextInt(4) % C, 1);
        }
        return labels;
    }

    private static INDArray bits(int rows, int columns) {
        Random random = new Random(2);
        INDArray bits = Nd4j.zeros(DataType.FLOAT, rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            bits.putScalar(i, random.nextInt(3) == 0 ? 1 : 0);
        }
        return bits;
    }

    private static INDArray numbers(int rows, int columns) {
        Random random = new Random(3);
        INDArray numbers = Nd4j.zeros(DataType.FLOAT, rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            numbers.putScalar(i, random.nextGaussian() + i % columns);
        }
        return numbers;
    }

    private static INDArray column(int rows) {
        INDArray mask = Nd4j.ones(DataType.FLOAT, rows, 1);
        mask.putScalar(rows - 1, 0);
        mask.putScalar(rows - 2, 0);
        return mask;
    }
}
