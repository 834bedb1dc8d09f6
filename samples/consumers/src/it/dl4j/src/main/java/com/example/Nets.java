package com.example;

import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Three clouds of points, and two small nets. */
final class Nets {
    private Nets() {}

    static DataSetIterator data() {
        return new ListDataSetIterator<>(points().asList(), 16);
    }

    static double score(MultiLayerNetwork net) {
        return net.score(points());
    }

    private static DataSet points() {
        Nd4j.getRandom().setSeed(5);
        INDArray points = Nd4j.randn(DataType.FLOAT, 96, 4);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 96, 3);
        for (int i = 0; i < 96; i++) {
            labels.putScalar(i, i % 3, 1);
            points.putScalar(i, i % 3, points.getDouble(i, i % 3) + 2);
        }
        return new DataSet(points, labels);
    }

    static MultiLayerNetwork layers() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-2))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nOut(16).build())
                .layer(output())
                .setInputType(InputType.feedForward(4))
                .build());
        net.init();
        return net;
    }

    static ComputationGraph graph() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-2))
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(4))
                .addLayer("stem/dense", new DenseLayer.Builder().nOut(8).build(), "in")
                .addLayer("block1", new DenseLayer.Builder().nOut(8).build(), "stem/dense")
                .addLayer("neck", new DenseLayer.Builder().nOut(8).build(), "block1")
                .addLayer("head", output(), "neck")
                .setOutputs("head")
                .build());
        graph.init();
        return graph;
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
