package io.github.redescent.samples.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.github.redescent.samples.common.Images;

/**
 * A fine-tuned net beside the one it came from; closes both.
 *
 * @param tuned the net with the new head
 * @param pretrained the net as it was loaded
 */
public record FineTuned(Model tuned, Model pretrained) implements AutoCloseable {
    /** Returns the share of images of the new task that it tells right. */
    public double accuracy(Images images) {
        return accuracy(body(tuned), head(tuned), images);
    }

    /** Returns the share of images of the old task that the old head tells right on the new body. */
    public double kept(Images images) {
        return accuracy(body(tuned), head(pretrained), images);
    }

    private static SequentialBlock body(Model model) {
        SequentialBlock body = new SequentialBlock();
        for (Pair<String, Block> child : model.getBlock().getChildren()) {
            if (child.getValue() != head(model)) {
                body.add(child.getValue());
            }
        }
        return body;
    }

    private static Block head(Model model) {
        return model.getBlock()
                .getChildren()
                .valueAt(model.getBlock().getChildren().size() - 1);
    }

    private static double accuracy(Block body, Block head, Images images) {
        try (NDManager manager = NDManager.newBaseManager()) {
            ParameterStore parameters = new ParameterStore(manager, false);
            NDList input = new NDList(manager.create(images.pixels(), new Shape(images.count(), 1, 28, 28)));
            NDList scores = head.forward(parameters, body.forward(parameters, input, false), false);
            NDArray chosen = scores.singletonOrThrow().argMax(1).toType(DataType.INT32, false);
            NDArray right = chosen.eq(manager.create(images.labels()));
            return right.toType(DataType.FLOAT32, false).mean().getFloat();
        }
    }

    @Override
    public void close() {
        tuned.close();
        pretrained.close();
    }
}
