package io.github.redescent.samples.dl4j;

import io.github.redescent.samples.common.ScriptText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The script generator: embedding, LSTM, softmax over the next token. Plain Deeplearning4j.
 *
 * @param text what it learns
 */
record ScriptNet(ScriptText text) {
    static final int TIME_STEPS = 8;
    private static final int BATCH = 32;

    /** Builds the net; the rate is the only thing that is not sensible about it. */
    MultiLayerNetwork build(double learningRate, long seed) {
        int kinds = text.vocabulary().size();
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(learningRate))
                .list()
                .layer(new EmbeddingSequenceLayer.Builder().nIn(kinds).nOut(64).build())
                .layer(new LSTM.Builder()
                        .nIn(64)
                        .nOut(128)
                        .activation(Activation.TANH)
                        .dataFormat(RNNFormat.NCW)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(128)
                        .nOut(kinds)
                        .activation(Activation.SOFTMAX)
                        .dataFormat(RNNFormat.NCW)
                        .build())
                .build());
        net.init();
        return net;
    }

    /** Cuts the text into batches of sequences, each with the tokens that follow as labels. */
    List<DataSet> batches() {
        List<DataSet> batches = new ArrayList<>();
        int perBatch = BATCH * TIME_STEPS;
        for (int from = 0; from + perBatch < text.tokens().size(); from += perBatch) {
            batches.add(batch(from));
        }
        return batches;
    }

    private DataSet batch(int from) {
        INDArray features = Nd4j.zeros(DataType.FLOAT, BATCH, 1, TIME_STEPS);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, text.vocabulary().size(), TIME_STEPS);
        for (int sequence = 0; sequence < BATCH; sequence++) {
            for (int time = 0; time < TIME_STEPS; time++) {
                int at = from + sequence * TIME_STEPS + time;
                features.putScalar(new int[] {sequence, 0, time}, text.tokens().get(at));
                labels.putScalar(new int[] {sequence, text.tokens().get(at + 1), time}, 1);
            }
        }
        return new DataSet(features, labels);
    }

    /** Returns the order in which a run sees its batches: epoch by epoch, each shuffled by the seed. */
    static List<Integer> order(int batches, int steps, long seed) {
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>();
        while (order.size() < steps) {
            List<Integer> epoch = new ArrayList<>();
            for (int batch = 0; batch < batches; batch++) {
                epoch.add(batch);
            }
            Collections.shuffle(epoch, random);
            order.addAll(epoch);
        }
        return order.subList(0, steps);
    }

    /** Returns the mean training loss per token, in nats. */
    static double loss(MultiLayerNetwork net, List<DataSet> batches) {
        return batches.stream()
                .mapToDouble(batch -> net.score(batch) / TIME_STEPS)
                .average()
                .orElseThrow();
    }

    /** Lets the net write. */
    String write(MultiLayerNetwork net, int tokens, long seed) {
        Random random = new Random(seed);
        List<Integer> written = new ArrayList<>();
        net.rnnClearPreviousState();
        int token = text.tokens().get(0);
        for (int i = 0; i < tokens; i++) {
            written.add(token);
            INDArray next = net.rnnTimeStep(Nd4j.create(new float[] {token}, 1, 1, 1));
            token = draw(next.get(NDArrayIndex.point(0), NDArrayIndex.all(), NDArrayIndex.point(0)), random);
        }
        net.rnnClearPreviousState();
        return text.spell(written);
    }

    private static int draw(INDArray probabilities, Random random) {
        double left = random.nextDouble();
        for (int token = 0; token < probabilities.length(); token++) {
            left -= probabilities.getDouble(token);
            if (left <= 0) {
                return token;
            }
        }
        return (int) probabilities.length() - 1;
    }
}
