package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.ResetOnDecay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Whole training steps with and without the listener that observes the loss only, in turn in one process. The median of
 * the ratios of neighbouring rounds.
 */
final class Dl4jOverhead {
    private static final int BATCH = 32;

    private Dl4jOverhead() {}

    /** A multilayer perceptron: inputs, two hidden layers, classes. */
    private record Shape(long parameters, int inputs, int hidden, int rounds, int stepsPerRound) {}

    static void run() {
        for (Shape shape : List.of(
                new Shape(10_000, 64, 64, 60, 100),
                new Shape(1_000_000, 500, 750, 40, 20),
                new Shape(10_000_000, 2000, 2350, 24, 4))) {
            measure(shape);
        }
    }

    private static void measure(Shape shape) {
        MultiLayerNetwork alone = net(shape);
        MultiLayerNetwork controlled = net(shape);
        Recipe lossOnly = new Recipe(
                List.of(ResetOnDecay.defaults()), ParameterGroups.unchanged(), 0, OptionalLong.empty(), false);
        ControlListener.attach(lossOnly, controlled);
        DataSet batch = batch(shape);
        for (int warm = 0; warm < 5; warm++) {
            nanosPerStep(alone, batch, shape.stepsPerRound());
            nanosPerStep(controlled, batch, shape.stepsPerRound());
        }
        List<Double> ratios = new ArrayList<>();
        List<Double> aloneNanos = new ArrayList<>();
        for (int round = 0; round < shape.rounds(); round++) {
            // The order changes, so that a drift of the machine's speed favours neither.
            boolean aloneFirst = round % 2 == 0;
            double first = nanosPerStep(aloneFirst ? alone : controlled, batch, shape.stepsPerRound());
            double second = nanosPerStep(aloneFirst ? controlled : alone, batch, shape.stepsPerRound());
            ratios.add(aloneFirst ? second / first : first / second);
            aloneNanos.add(aloneFirst ? first : second);
        }
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"dl4j-overhead\",\"parameters\":%d,\"ratio\":%.4f,\"q25\":%.4f,\"q75\":%.4f,"
                        + "\"dl4jMillis\":%.3f}%n",
                shape.parameters(),
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75),
                quantile(aloneNanos, 0.5) / 1e6);
    }

    private static double nanosPerStep(MultiLayerNetwork net, DataSet batch, int steps) {
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            net.fit(batch);
        }
        return (System.nanoTime() - start) / (double) steps;
    }

    private static double quantile(List<Double> values, double q) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) (q * (sorted.size() - 1)));
    }

    private static MultiLayerNetwork net(Shape shape) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.RELU)
                .updater(new Adam(1e-4))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(shape.inputs())
                        .nOut(shape.hidden())
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(shape.hidden())
                        .nOut(shape.hidden())
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(shape.hidden())
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }

    private static DataSet batch(Shape shape) {
        Nd4j.getRandom().setSeed(3);
        INDArray features = Nd4j.rand(DataType.FLOAT, BATCH, shape.inputs());
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, 10);
        for (int i = 0; i < BATCH; i++) {
            labels.putScalar(i, i % 10, 1);
        }
        return new DataSet(features, labels);
    }
}
