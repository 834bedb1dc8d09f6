package io.github.redescent.benchmarks.rescue;

import io.github.redescent.benchmarks.rescue.Architecture.Kind;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.schedule.ISchedule;

/** Builds the nets of DL4J. */
final class Dl4jNets {
    private Dl4jNets() {}

    static MultiLayerNetwork build(Configuration of, long seed, double rate, @Nullable ISchedule schedule) {
        Architecture shape = of.task().net();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.valueOf(shape.activation().name()))
                .updater(updater(of, rate, schedule))
                .list();
        for (int units : shape.hidden()) {
            if (shape.kind() == Kind.NORMALISED) {
                layers.layer(new DenseLayer.Builder()
                        .nOut(units)
                        .activation(Activation.IDENTITY)
                        .build());
                layers.layer(new BatchNormalization());
                layers.layer(new ActivationLayer(
                        Activation.valueOf(shape.activation().name())));
            } else {
                layers.layer(hidden(shape.kind(), units));
            }
        }
        layers.layer(output(of)).setInputType(input(of.task()));
        MultiLayerNetwork net = new MultiLayerNetwork(layers.build());
        net.init();
        return net;
    }

    private static Layer hidden(Kind kind, int units) {
        return switch (kind) {
            case CONVOLUTION ->
                new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(units).build();
            case RECURRENT -> new LSTM.Builder().nOut(units).build();
            case DENSE, NORMALISED -> new DenseLayer.Builder().nOut(units).build();
        };
    }

    private static Layer output(Configuration of) {
        int outputs = Math.toIntExact(of.task().examples().targetShape()[0]);
        Output kind = of.task().net().output();
        INDArray weights = of.cause().data() == Cause.Data.WEIGHTED ? outputWeights(outputs, of.seed()) : null;
        Activation activation = switch (kind) {
            case SOFTMAX -> Activation.SOFTMAX;
            case SIGMOID -> Activation.SIGMOID;
            case LINEAR -> Activation.IDENTITY;
        };
        return of.task().recurrent()
                ? new RnnOutputLayer.Builder(loss(kind, weights))
                        .nOut(outputs)
                        .activation(activation)
                        .build()
                : new OutputLayer.Builder(loss(kind, weights))
                        .nOut(outputs)
                        .activation(activation)
                        .build();
    }

    static ILossFunction loss(Output kind, @Nullable INDArray weights) {
        return switch (kind) {
            case SOFTMAX -> weights == null ? new LossMCXENT() : new LossMCXENT(weights);
            case SIGMOID -> weights == null ? new LossBinaryXENT() : new LossBinaryXENT(weights);
            case LINEAR -> weights == null ? new LossMSE() : new LossMSE(weights);
        };
    }

    private static INDArray outputWeights(int outputs, long seed) {
        Random random = new Random(seed);
        float[] weights = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            weights[i] = 0.5f + 2 * random.nextFloat();
        }
        return Nd4j.create(weights, 1, outputs);
    }

    private static InputType input(Task task) {
        long[] shape = task.examples().inputShape();
        return switch (task.net().kind()) {
            case CONVOLUTION -> InputType.convolutional(shape[1], shape[2], shape[0]);
            case RECURRENT -> InputType.recurrent(shape[0]);
            case DENSE, NORMALISED -> InputType.feedForward(shape[0]);
        };
    }

    private static IUpdater updater(Configuration of, double rate, @Nullable ISchedule schedule) {
        IUpdater updater = switch (of.rule().kind()) {
            case ADAM -> new Adam(rate);
            case RMSPROP -> new RmsProp(rate);
            case MOMENTUM -> new Nesterovs(rate, of.cause().momentum());
            case SGD -> new Sgd(rate);
        };
        if (schedule != null) {
            updater.setLrAndSchedule(Double.NaN, schedule);
        }
        return updater;
    }
}
