package io.github.redescent.samples.djl.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.redescent.samples.common.MiniLm;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * MiniLM by DJL's own operations: tokens and mask, both {batch, time}, in; the mean of the last layer's states, {batch,
 * width}, out. (DJL's own {@code BertBlock} normalises elsewhere and is not BERT.)
 */
public final class SentenceEncoder extends AbstractBlock {
    /** Added to the scores of what is padding. */
    private static final float UNSEEN = -1e9f;

    private final TokenEmbedding embedding = addChildBlock("embedding", new TokenEmbedding());
    private final List<TransformerLayer> layers = IntStream.range(0, MiniLm.LAYERS)
            .mapToObj(layer -> addChildBlock("layer", new TransformerLayer()))
            .toList();

    /** Gives it the pretrained weights; it must be initialised. */
    public void load(MiniLm weights) {
        embedding.load(weights);
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).load(weights, layer);
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray seen = inputs.get(1).toType(DataType.FLOAT32, false);
        NDArray mask = seen.sub(1)
                .mul(-UNSEEN)
                .reshape(seen.getShape().get(0), 1, 1, seen.getShape().get(1));
        NDList states = embedding.forward(parameters, new NDList(inputs.get(0)), training);
        for (TransformerLayer layer : layers) {
            states = layer.forward(parameters, new NDList(states.head(), mask), training);
        }
        NDArray counted = states.head().mul(seen.expandDims(2));
        return new NDList(counted.sum(new int[] {1}).div(seen.sum(new int[] {1}, true)));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        embedding.initialize(manager, type, inputs[0]);
        Shape states = inputs[0].add(MiniLm.WIDTH);
        layers.forEach(layer -> layer.initialize(manager, type, states));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), MiniLm.WIDTH)};
    }
}
