package io.github.redescent.samples.dl4j;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.redescent.Recipe;
import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.GradualUnfreeze;
import io.github.redescent.samples.common.Dialogue;
import io.github.redescent.samples.common.MiniLm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Tells which character of a television series says a line, from the mean of its tokens' embeddings. The embedding is
 * MiniLM's table of 30,522 tokens: frozen at first, then trained at a hundredth of the rate of what lies above.
 */
public final class SpeakerNet {
    /** Glob of the pretrained table. */
    public static final String WORDS = "words/*";

    private static final int LONGEST = 16;
    private static final int BATCH = 32;

    private SpeakerNet() {}

    /** Returns the recipe: the table waits for some epochs, then follows slowly. */
    public static Recipe frozenThenSlow(int epochs) {
        return Recipe.of(GradualUnfreeze.of("words").everyEpochs(epochs))
                .withGroups(
                        ParameterGroups.builder().scaled("words", WORDS, 0.01).otherwiseUnchanged());
    }

    /** Trains a net under a recipe; the table is MiniLM's. */
    public static MultiLayerNetwork tune(MiniLm weights, Dialogue lines, Recipe recipe, int epochs, long seed)
            throws IOException {
        MultiLayerNetwork net = build(seed);
        net.getLayer(0)
                .getParam("W")
                .assign(Nd4j.create(weights.tensor("embeddings.word_embeddings.weight"), MiniLm.KINDS, MiniLm.WIDTH));
        ControlListener.attach(recipe, net);
        net.fit(new ListDataSetIterator<>(examples(lines), BATCH), epochs);
        return net;
    }

    /** Returns the share of lines whose speaker a net tells right. */
    public static double accuracy(MultiLayerNetwork net, Dialogue lines) throws IOException {
        DataSet all = DataSet.merge(examples(lines));
        INDArray scores = net.output(all.getFeatures(), false, all.getFeaturesMaskArray(), null);
        return scores.argMax(1)
                .eq(all.getLabels().argMax(1))
                .castTo(scores.dataType())
                .meanNumber()
                .doubleValue();
    }

    private static MultiLayerNetwork build(long seed) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(3e-3))
                .list()
                .layer(new EmbeddingSequenceLayer.Builder()
                        .name("words")
                        .nIn(MiniLm.KINDS)
                        .nOut(MiniLm.WIDTH)
                        .outputDataFormat(RNNFormat.NCW)
                        .build())
                .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
                .layer(new DenseLayer.Builder()
                        .name("dense")
                        .nIn(MiniLm.WIDTH)
                        .nOut(64)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .name("head")
                        .nIn(64)
                        .nOut(Dialogue.SPEAKERS.size())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }

    private static List<DataSet> examples(Dialogue dialogue) throws IOException {
        List<DataSet> examples = new ArrayList<>();
        try (HuggingFaceTokenizer tokenizer = MiniLm.tokenizer(LONGEST)) {
            for (Dialogue.Line line : dialogue.lines()) {
                examples.add(example(tokenizer.encode(line.text()), line.speaker()));
            }
        }
        return examples;
    }

    private static DataSet example(Encoding encoding, int speaker) {
        INDArray tokens = Nd4j.zeros(1, 1, LONGEST);
        INDArray seen = Nd4j.zeros(1, LONGEST);
        long[] ids = encoding.getIds();
        for (int time = 0; time < ids.length; time++) {
            tokens.putScalar(new int[] {0, 0, time}, (double) ids[time]);
            seen.putScalar(0, time, 1);
        }
        INDArray label = Nd4j.zeros(1, Dialogue.SPEAKERS.size());
        label.putScalar(0, speaker, 1);
        return new DataSet(tokens, label, seen, null);
    }
}
