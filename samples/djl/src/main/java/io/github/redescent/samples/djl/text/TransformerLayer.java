package io.github.redescent.samples.djl.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.redescent.samples.common.MiniLm;
import org.jspecify.annotations.Nullable;

/**
 * One layer of BERT (Devlin et al. 2018, arXiv 1810.04805): attention, then two dense layers, each with a bypass and a
 * normalisation behind it. Takes {batch, time, width} and a mask {batch, 1, 1, time} to add to the scores.
 */
final class TransformerLayer extends AbstractBlock {
    private static final float EPSILON = 1e-12f;

    private final Linear query = addChildBlock("query", linear(MiniLm.WIDTH));
    private final Linear key = addChildBlock("key", linear(MiniLm.WIDTH));
    private final Linear value = addChildBlock("value", linear(MiniLm.WIDTH));
    private final Linear mixed = addChildBlock("mixed", linear(MiniLm.WIDTH));
    private final LayerNorm mixedNorm = addChildBlock("mixedNorm", norm());
    private final Linear inner = addChildBlock("inner", linear(MiniLm.INNER));
    private final Linear outer = addChildBlock("outer", linear(MiniLm.WIDTH));
    private final LayerNorm outerNorm = addChildBlock("outerNorm", norm());

    static LayerNorm norm() {
        return LayerNorm.builder().axis(2).optEpsilon(EPSILON).build();
    }

    private static Linear linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    void load(MiniLm weights, int layer) {
        String name = "encoder.layer." + layer;
        Weights.load(query, weights, name + ".attention.self.query");
        Weights.load(key, weights, name + ".attention.self.key");
        Weights.load(value, weights, name + ".attention.self.value");
        Weights.load(mixed, weights, name + ".attention.output.dense");
        Weights.load(mixedNorm, weights, name + ".attention.output.LayerNorm");
        Weights.load(inner, weights, name + ".intermediate.dense");
        Weights.load(outer, weights, name + ".output.dense");
        Weights.load(outerNorm, weights, name + ".output.LayerNorm");
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDList states = new NDList(inputs.get(0));
        NDArray scores = heads(query.forward(parameters, states, training))
                .matMul(heads(key.forward(parameters, states, training)).transpose(0, 1, 3, 2))
                .div(Math.sqrt((double) MiniLm.WIDTH / MiniLm.HEADS));
        NDArray attended = scores.add(inputs.get(1))
                .softmax(-1)
                .matMul(heads(value.forward(parameters, states, training)))
                .transpose(0, 2, 1, 3)
                .reshape(inputs.get(0).getShape());
        NDList mixture = bypassed(
                states, mixed.forward(parameters, new NDList(attended), training), mixedNorm, parameters, training);
        NDList activated = new NDList(
                Activation.gelu(inner.forward(parameters, mixture, training).singletonOrThrow()));
        return bypassed(mixture, outer.forward(parameters, activated, training), outerNorm, parameters, training);
    }

    private static NDList bypassed(
            NDList before, NDList after, LayerNorm norm, ParameterStore parameters, boolean training) {
        return norm.forward(parameters, new NDList(before.head().add(after.head())), training);
    }

    /** Returns {batch, head, time, units of a head}. */
    private static NDArray heads(NDList states) {
        NDArray all = states.singletonOrThrow();
        Shape shape = all.getShape();
        return all.reshape(shape.get(0), shape.get(1), MiniLm.HEADS, MiniLm.WIDTH / MiniLm.HEADS)
                .transpose(0, 2, 1, 3);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        Shape narrow = inputs[0];
        Shape wide = new Shape(narrow.get(0), narrow.get(1), MiniLm.INNER);
        for (var child : getChildren().values()) {
            child.initialize(manager, type, child == outer ? wide : narrow);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0]};
    }
}
