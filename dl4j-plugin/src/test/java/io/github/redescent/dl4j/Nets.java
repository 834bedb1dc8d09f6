package io.github.redescent.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and data for tests. */
final class Nets {
    static final int INPUTS = 10;
    static final int CLASSES = 3;

    private Nets() {}

    static NeuralNetConfiguration.Builder configuration(IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.TANH)
                .updater(updater);
    }

    static DenseLayer dense(int inputs, int units) {
        return new DenseLayer.Builder().nIn(inputs).nOut(units).build();
    }

    static OutputLayer softmax(int inputs) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(inputs)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** The contract's net: dense, batch normalisation, softmax. */
    static MultiLayerNetwork layers(IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(updater)
                .list()
                .layer(dense(INPUTS, 16))
                .layer(new BatchNormalization.Builder().nIn(16).nOut(16).build())
                .layer(softmax(16))
                .build());
        network.init();
        return network;
    }

    /** The same as a graph. */
    static ComputationGraph graph(IUpdater updater) {
        ComputationGraph graph = new ComputationGraph(configuration(updater)
                .graphBuilder()
                .addInputs("in")
                .addLayer("layer0", dense(INPUTS, 16), "in")
                .addLayer(
                        "layer1",
                        new BatchNormalization.Builder().nIn(16).nOut(16).build(),
                        "layer0")
                .addLayer("layer2", softmax(16), "layer1")
                .setOutputs("layer2")
                .build());
        graph.init();
        return graph;
    }

    /** Batches of 16 examples whose class depends on a noisy linear rule. */
    static List<DataSet> batches(int count) {
        Random random = new Random(5);
        double[][] rule = new double[CLASSES][INPUTS];
        for (double[] row : rule) {
            for (int i = 0; i < INPUTS; i++) {
                row[i] = random.nextGaussian();
            }
        }
        List<DataSet> batches = new ArrayList<>();
        for (int batch = 0; batch < count; batch++) {
            batches.add(batch(random, rule));
        }
        return batches;
    }

    private static DataSet batch(Random random, double[][] rule) {
        INDArray features = Nd4j.zeros(DataType.FLOAT, 16, INPUTS);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 16, CLASSES);
        for (int example = 0; example < 16; example++) {
            double[] scores = new double[CLASSES];
            for (int i = 0; i < INPUTS; i++) {
                double x = random.nextGaussian();
                features.putScalar(example, i, x);
                for (int k = 0; k < CLASSES; k++) {
                    scores[k] += rule[k][i] * x;
                }
            }
            int best = 0;
            for (int k = 1; k < CLASSES; k++) {
                best = scores[k] + random.nextGaussian() > scores[best] ? k : best;
            }
            labels.putScalar(example, best, 1);
        }
        return new DataSet(features, labels);
    }
}
