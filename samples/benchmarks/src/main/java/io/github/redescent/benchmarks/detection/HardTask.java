package io.github.redescent.benchmarks.detection;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** What is to be learned, and how: each is healthy and looks bad for a while, or is long. */
enum HardTask {
    LONG("long", 5000, Data.blobs(10, 16, 3, 0), Shape.WIDE, x -> 1e-3),
    TWO_HUNDRED_CLASSES("200-classes", 3000, Data.blobs(200, 16, 4, 0), Shape.SIGMOID, x -> 3e-3),
    PARITY("parity-of-5", 4000, Data.parity(5), Shape.WIDE, x -> 2e-3),
    LABEL_NOISE("label-noise-40%", 2000, Data.blobs(10, 16, 3, 0.4), Shape.WIDE, x -> 1e-3),
    CLASS_WEIGHTS("class-weights-1:50", 2000, Data.rare(0.02), Shape.WEIGHTED, x -> 1e-3),
    WARM_UP("warm-up", 2000, Data.blobs(10, 16, 3, 0), Shape.WIDE, x -> 3e-3 * Math.min(1, x / 0.1)),
    COSINE_RESTARTS(
            "cosine-restarts",
            2000,
            Data.blobs(20, 16, 2.5, 0),
            Shape.WIDE,
            x -> 3e-3 * (1 + Math.cos(Math.PI * (4 * x % 1))) / 2),
    LATE_RNN("late-rnn", 2000, Data.remember(10), Shape.RECURRENT, x -> 5e-3),
    MODULAR_ADDITION("modular-addition", 5000, Data.modular(23), Shape.WIDE, x -> 1e-3);

    private static final int BATCH = 32;

    private final String title;
    private final int steps;

    @SuppressWarnings("ImmutableEnumChecker") // holds nothing that changes
    private final Data data;

    private final Shape shape;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state of their own
    private final DoubleUnaryOperator rate;

    HardTask(String title, int steps, Data data, Shape shape, DoubleUnaryOperator rate) {
        this.title = title;
        this.steps = steps;
        this.data = data;
        this.shape = shape;
        this.rate = rate;
    }

    String title() {
        return title;
    }

    int steps() {
        return steps;
    }

    double rate(double passed) {
        return rate.applyAsDouble(passed);
    }

    Batches batches(long seed) {
        return new Batches(data, shape == Shape.WEIGHTED ? new double[] {1, 50} : new double[0], new Random(seed + 77));
    }

    MultiLayerNetwork net(long seed) {
        int in = data.inputs();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-3))
                .list();
        if (shape == Shape.RECURRENT) {
            layers.layer(new LastTimeStep(new LSTM.Builder().nOut(24).build()));
        } else {
            Activation activation = shape == Shape.SIGMOID ? Activation.SIGMOID : Activation.RELU;
            layers.layer(
                    new DenseLayer.Builder().nOut(64).activation(activation).build());
            layers.layer(
                    new DenseLayer.Builder().nOut(64).activation(activation).build());
        }
        INDArray weights = shape == Shape.WEIGHTED ? Nd4j.createFromArray(1f, 50f) : null;
        layers.layer(new OutputLayer.Builder(weights == null ? new LossMCXENT() : new LossMCXENT(weights))
                .nOut(data.classes())
                .activation(Activation.SOFTMAX)
                .build());
        layers.setInputType(
                shape == Shape.RECURRENT ? InputType.recurrent(in, data.length()) : InputType.feedForward(in));
        MultiLayerNetwork net = new MultiLayerNetwork(layers.build());
        net.init();
        return net;
    }

    private enum Shape {
        WIDE,
        SIGMOID,
        WEIGHTED,
        RECURRENT
    }

    /** Draws one example: fills its inputs, input by input and time step by time step, and returns its class. */
    private interface Draw {
        int into(float[] inputs, Random random);
    }

    /**
     * A source of examples.
     *
     * @param inputs per time step
     * @param length time steps; 1 if there are none
     * @param classes how many
     * @param draw draws one
     */
    private record Data(int inputs, int length, int classes, Draw draw) {
        static Data blobs(int classes, int inputs, double distance, double noise) {
            Random places = new Random(classes);
            double[][] centres = new double[classes][inputs];
            for (double[] centre : centres) {
                for (int i = 0; i < inputs; i++) {
                    centre[i] = distance / Math.sqrt(2) * places.nextGaussian() / 2;
                }
            }
            return new Data(inputs, 1, classes, (into, random) -> {
                int label = random.nextInt(classes);
                for (int i = 0; i < inputs; i++) {
                    into[i] = (float) (centres[label][i] + random.nextGaussian());
                }
                return random.nextDouble() < noise ? random.nextInt(classes) : label;
            });
        }

        static Data parity(int bits) {
            return new Data(bits, 1, 2, (into, random) -> {
                int odd = 0;
                for (int i = 0; i < bits; i++) {
                    int bit = random.nextInt(2);
                    into[i] = bit * 2 - 1;
                    odd ^= bit;
                }
                return odd;
            });
        }

        static Data rare(double share) {
            return new Data(8, 1, 2, (into, random) -> {
                int label = random.nextDouble() < share ? 1 : 0;
                for (int i = 0; i < into.length; i++) {
                    into[i] = (float) (random.nextGaussian() + label);
                }
                return label;
            });
        }

        /** The class stands in the first of some steps, noise in all others. */
        static Data remember(int steps) {
            return new Data(2, steps, 2, (into, random) -> {
                int label = random.nextInt(2);
                for (int t = 0; t < steps; t++) {
                    into[t] = t == 0 ? label * 2 - 1 : (float) (0.5 * random.nextGaussian());
                    into[steps + t] = (float) random.nextGaussian();
                }
                return label;
            });
        }

        static Data modular(int modulus) {
            return new Data(2 * modulus, 1, modulus, (into, random) -> {
                Arrays.fill(into, 0);
                int a = random.nextInt(modulus);
                int b = random.nextInt(modulus);
                into[a] = 1;
                into[modulus + b] = 1;
                return (a + b) % modulus;
            });
        }
    }

    /**
     * Batches of fresh examples.
     *
     * @param data where they come from
     * @param weights per class; empty if all are 1
     * @param random draws them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Batches(Data data, double[] weights, Random random) {
        int classes() {
            return data.classes();
        }

        int perEpoch() {
            return 50;
        }

        DataSet next() {
            int size = data.inputs() * data.length();
            INDArray inputs =
                    data.length() == 1 ? Nd4j.create(BATCH, size) : Nd4j.create(BATCH, data.inputs(), data.length());
            INDArray labels = Nd4j.zeros(BATCH, data.classes());
            float[] one = new float[size];
            float[] all = new float[BATCH * size];
            for (int n = 0; n < BATCH; n++) {
                labels.putScalar(n, data.draw().into(one, random), 1);
                System.arraycopy(one, 0, all, n * size, size);
            }
            inputs.assign(Nd4j.createFromArray(all).reshape('c', inputs.shape()));
            return new DataSet(inputs, labels);
        }

        /** Returns the loss of the best constant prediction so far, after it has learned of this batch. */
        double constant(DataSet batch, double[] seen) {
            double[] counts = batch.getLabels().sum(0).toDoubleVector();
            double total = 0;
            for (int c = 0; c < counts.length; c++) {
                seen[c] += counts[c] * weight(c);
                total += seen[c];
            }
            double loss = 0;
            for (int c = 0; c < counts.length; c++) {
                loss -= counts[c] == 0 ? 0 : weight(c) * counts[c] * Math.log(seen[c] / total);
            }
            return loss / BATCH;
        }

        private double weight(int label) {
            return weights.length == 0 ? 1 : weights[label];
        }
    }
}
