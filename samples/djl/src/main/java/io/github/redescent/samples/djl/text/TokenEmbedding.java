package io.github.redescent.samples.djl.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.redescent.samples.common.MiniLm;
import org.jspecify.annotations.Nullable;

/** Token and position embeddings, normalised: tokens {batch, time} in, {batch, time, width} out. */
final class TokenEmbedding extends AbstractBlock {
    private static final int POSITIONS = 512;

    private final Parameter words = addParameter(table("words", MiniLm.KINDS));

    /** With the embedding of the first kind of sentence in each row, since there is no second sentence here. */
    private final Parameter positions = addParameter(table("positions", POSITIONS));

    private final LayerNorm norm = addChildBlock("norm", TransformerLayer.norm());

    private static Parameter table(String name, int rows) {
        return Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(rows, MiniLm.WIDTH))
                .build();
    }

    void load(MiniLm weights) {
        Weights.set(words, weights.tensor("embeddings.word_embeddings.weight"));
        float[] places = weights.tensor("embeddings.position_embeddings.weight");
        float[] sentence = weights.tensor("embeddings.token_type_embeddings.weight");
        for (int i = 0; i < places.length; i++) {
            places[i] += sentence[i % MiniLm.WIDTH];
        }
        Weights.set(positions, places);
        Weights.load(norm, weights, "embeddings.LayerNorm");
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray tokens = inputs.singletonOrThrow();
        NDArray table = parameters.getValue(words, tokens.getDevice(), training);
        NDArray places = parameters.getValue(positions, tokens.getDevice(), training);
        NDArray embedded =
                Embedding.embedding(tokens, table, SparseFormat.DENSE).singletonOrThrow();
        NDArray placed =
                embedded.add(places.get(new NDIndex("0:{}", tokens.getShape().get(1))));
        return norm.forward(parameters, new NDList(placed), training);
    }

    @Override
    protected void initializeChildBlocks(
            ai.djl.ndarray.NDManager manager, ai.djl.ndarray.types.DataType type, Shape... inputs) {
        norm.initialize(manager, type, inputs[0].add(MiniLm.WIDTH));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0].add(MiniLm.WIDTH)};
    }
}
