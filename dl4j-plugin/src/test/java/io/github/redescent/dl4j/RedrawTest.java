package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.parameter.ParameterSelector;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.embeddings.ArrayEmbeddingInitializer;
import org.deeplearning4j.nn.weights.embeddings.WeightInitEmbedding;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** What drawing weights anew does to weights that were not drawn. */
class RedrawTest {
    private static final INDArray VECTORS =
            Nd4j.arange(7 * 4).castTo(DataType.FLOAT).reshape(7, 4).div(10);

    @Test
    void assignedWordVectorsAreWhatARestartGoesBackTo() {
        MultiLayerNetwork network = embedding(builder -> builder.weightInit(WeightInit.XAVIER));
        network.getLayer(0).setParam("W", VECTORS.dup());

        INDArray head = redrawAtThree(network);

        assertThat(network.getParam("0_W")).isEqualTo(VECTORS);
        assertThat(network.getParam("1_W")).isNotEqualTo(head);
    }

    @Test
    void aDrawnEmbeddingIsDrawnAnew() {
        MultiLayerNetwork network = embedding(builder -> builder.weightInit(WeightInit.XAVIER));
        INDArray drawn = network.getParam("0_W").dup();

        redrawAtThree(network);

        assertThat(network.getParam("0_W")).isNotEqualTo(drawn);
    }

    @Test
    void aGraphsDrawnEmbeddingIsDrawnAnewAndAnAssignedOneIsNot() {
        for (boolean assigned : new boolean[] {false, true}) {
            ComputationGraph graph = new ComputationGraph(Nets.configuration(new Adam(0.01))
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer(
                            "words", new EmbeddingLayer.Builder().nIn(7).nOut(4).build(), "in")
                    .addLayer("head", Nets.softmax(4), "words")
                    .setOutputs("head")
                    .build());
            graph.init();
            if (assigned) {
                graph.getLayer("words").setParam("W", VECTORS.dup());
            }
            INDArray before = graph.getParam("words_W").dup();
            ControlListener.attach(
                    Recipe.of(ScriptedPolicy.at(1, new Action.RedrawWeights(ParameterSelector.all(), 8))), graph);

            graph.fit(new DataSet(
                    Nd4j.createFromArray(1f, 2f, 6f).reshape(3, 1), Nd4j.eye(3).castTo(DataType.FLOAT)));

            assertThat(graph.getParam("words_W").equals(before)).isEqualTo(assigned);
        }
    }

    @Test
    void givenArraysAreWhatARestartGoesBackTo() {
        MultiLayerNetwork network = embedding(
                builder -> builder.weightInit(new WeightInitEmbedding(new ArrayEmbeddingInitializer(VECTORS.dup()))));
        assertThat(network.getParam("0_W")).isEqualTo(VECTORS);

        redrawAtThree(network);

        assertThat(network.getParam("0_W")).isEqualTo(VECTORS);
    }

    @Test
    void drawingAnewMovesNoRandomNumber() {
        MultiLayerNetwork network = embedding(builder -> builder.weightInit(WeightInit.XAVIER));
        Nd4j.getRandom().setSeed(5);
        INDArray expected = Nd4j.rand(4);
        Nd4j.getRandom().setSeed(5);

        redrawAtThree(network);

        assertThat(Nd4j.rand(4)).isEqualTo(expected);
    }

    private static INDArray redrawAtThree(MultiLayerNetwork network) {
        ControlListener.attach(
                Recipe.of(ScriptedPolicy.at(3, new Action.RedrawWeights(ParameterSelector.all(), 8))), network);
        INDArray head = network.getParam("1_W").dup();
        INDArray words = Nd4j.createFromArray(1f, 2f, 6f, 0f).reshape(4, 1);
        INDArray labels = Nd4j.eye(4)
                .castTo(DataType.FLOAT)
                .get(org.nd4j.linalg.indexing.NDArrayIndex.all(), org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 3));
        for (int i = 0; i < 3; i++) {
            network.fit(new DataSet(words, labels.dup()));
        }
        return head;
    }

    private static MultiLayerNetwork embedding(Consumer<EmbeddingLayer.Builder> weights) {
        EmbeddingLayer.Builder layer = new EmbeddingLayer.Builder().nIn(7).nOut(4);
        weights.accept(layer);
        MultiLayerNetwork network = new MultiLayerNetwork(Nets.configuration(new Adam(0.01))
                .list()
                .layer(layer.build())
                .layer(Nets.softmax(4))
                .build());
        network.init();
        return network;
    }
}
