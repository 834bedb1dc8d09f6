package io.github.redescent.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.loss.Loss;
import io.github.redescent.samples.common.Images;
import io.github.redescent.samples.common.ScriptText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Inputs with their classes.
 *
 * @param inputs example by example
 * @param classes one per example
 * @param shape of one input
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data, compared by nobody
record Examples(float[] inputs, int[] classes, Shape shape) {
    private static final int CHUNK = 500;

    /** Returns images, one channel of 28 x 28. */
    static Examples of(Images images) {
        return new Examples(images.pixels(), images.labels(), new Shape(1, 28, 28));
    }

    /** Returns every token of a stretch of text as a class, with the tokens before it as input. */
    static Examples of(ScriptText text, int from, int to, int context) {
        float[] inputs = new float[(to - from) * context];
        int[] classes = new int[to - from];
        for (int i = 0; i < classes.length; i++) {
            for (int back = 0; back < context; back++) {
                inputs[i * context + back] = text.tokens().get(from + i - context + back);
            }
            classes[i] = text.tokens().get(from + i);
        }
        return new Examples(inputs, classes, new Shape(context));
    }

    int count() {
        return classes.length;
    }

    Examples shuffled(long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        int size = Math.toIntExact(shape.size());
        float[] values = new float[inputs.length];
        int[] labels = new int[count()];
        for (int i = 0; i < count(); i++) {
            System.arraycopy(inputs, order.get(i) * size, values, i * size, size);
            labels[i] = classes[order.get(i)];
        }
        return new Examples(values, labels, shape);
    }

    ArrayDataset dataset(NDManager manager, int batch) {
        return new ArrayDataset.Builder()
                .setData(manager.create(inputs, new Shape(count()).addAll(shape)))
                .optLabels(manager.create(classes).toType(DataType.FLOAT32, false))
                .setSampling(batch, false)
                .build();
    }

    /** Returns loss and accuracy of a net as it is. */
    DjlTask.Score evaluate(Block net) {
        double loss = 0;
        double right = 0;
        int size = Math.toIntExact(shape.size());
        for (int from = 0; from < count(); from += CHUNK) {
            int to = Math.min(count(), from + CHUNK);
            try (NDManager manager = NDManager.newBaseManager()) {
                float[] part = Arrays.copyOfRange(inputs, from * size, to * size);
                NDList input = new NDList(manager.create(part, new Shape(to - from).addAll(shape)));
                NDArray labels = manager.create(Arrays.copyOfRange(classes, from, to));
                NDList scores = net.forward(new ParameterStore(manager, false), input, false);
                NDList wanted = new NDList(labels.toType(DataType.FLOAT32, false));
                loss += Loss.softmaxCrossEntropyLoss().evaluate(wanted, scores).getFloat() * (double) (to - from);
                NDArray chosen = scores.singletonOrThrow().argMax(1).toType(DataType.INT32, false);
                right += chosen.eq(labels).toType(DataType.FLOAT32, false).sum().getFloat();
            }
        }
        return new DjlTask.Score(loss / count(), right / count());
    }
}
