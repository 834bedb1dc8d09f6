package io.github.redescent.samples.snippets;

import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
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

/** Tiny nets on 6×6 images in 3 classes, with every layer's name that a snippet speaks of. */
final class Dl4jNets {
    private static final int SIDE = 6;
    private static final int CLASSES = 3;

    private Dl4jNets() {}

    static MultiLayerNetwork layers() {
        MultiLayerNetwork net = new MultiLayerNetwork(settings()
                .list()
                .layer(new DenseLayer.Builder().nOut(8).build())
                .layer(head())
                .setInputType(InputType.convolutionalFlat(SIDE, SIDE, 1))
                .build());
        net.init();
        return net;
    }

    static ComputationGraph graph() {
        var builder = settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutionalFlat(SIDE, SIDE, 1))
                .addLayer(
                        "stem/conv", new ConvolutionLayer.Builder(3, 3).nOut(2).build(), "in")
                .addLayer("stem/norm", new BatchNormalization(), "stem/conv");
        String below = "stem/norm";
        for (String name : new String[] {"block2", "block3", "body", "aux", "neck"}) {
            builder.addLayer(name, new DenseLayer.Builder().nOut(8).build(), below);
            below = name;
        }
        ComputationGraph graph = new ComputationGraph(
                builder.addLayer("head", head(), below).setOutputs("head").build());
        graph.init();
        return graph;
    }

    static DataSetIterator data() {
        INDArray images = Nd4j.rand(DataType.FLOAT, 12, SIDE * SIDE);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 12, CLASSES);
        for (int i = 0; i < 12; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return new ListDataSetIterator<>(new DataSet(images, labels).asList(), 4);
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .activation(Activation.TANH);
    }

    private static OutputLayer head() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
