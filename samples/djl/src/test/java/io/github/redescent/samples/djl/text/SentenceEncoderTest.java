package io.github.redescent.samples.djl.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import io.github.redescent.samples.common.Dialogue;
import io.github.redescent.samples.common.Dialogue.Line;
import io.github.redescent.samples.common.MiniLm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ONNX Runtime on the same file is the judge. */
class SentenceEncoderTest {
    private static final List<String> SENTENCES = List.of(
            "There is a hole in your mind.",
            "The Narn Regime is dedicated to peace!",
            "A most unusual, interrelated day; isn't it?",
            "What do you want?");

    @Test
    void givesTheSentenceVectorsOfTheOnnxModel() throws IOException {
        AllMiniLmL6V2EmbeddingModel onnx = new AllMiniLmL6V2EmbeddingModel();
        SentenceEncoder encoder = new SentenceEncoder();
        try (NDManager manager = NDManager.newBaseManager()) {
            encoder.initialize(manager, DataType.FLOAT32, new Shape(1, 8), new Shape(1, 8));
            encoder.load(MiniLm.read());

            float[][] ours = vectors(encoder, manager);

            for (int i = 0; i < SENTENCES.size(); i++) {
                Embedding theirs = onnx.embed(SENTENCES.get(i)).content();
                // single precision through six layers, in another order of operations
                assertThat(ours[i]).containsExactly(theirs.vector(), within(2e-5f));
            }
        }
    }

    /** All in one batch, so that padding must not be seen. */
    private static float[][] vectors(SentenceEncoder encoder, NDManager manager) throws IOException {
        EncodedLines lines = EncodedLines.of(new Dialogue(
                SENTENCES.stream().map(text -> new Line(text, 0, 0)).toList()));
        NDArray all = encoder.forward(new ParameterStore(manager, false), lines.inputs(manager), false)
                .singletonOrThrow();
        NDArray unit = all.div(all.norm(new int[] {1}, true));
        float[][] vectors = new float[SENTENCES.size()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = unit.get(i).toFloatArray();
        }
        return vectors;
    }
}
