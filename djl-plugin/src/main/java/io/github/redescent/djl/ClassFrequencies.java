package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import io.github.redescent.djl.ConstantLoss.Seen;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.TensorList;
import io.github.redescent.trend.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The best constant prediction under a softmax cross-entropy: each class as probable as it was frequent. What a loss of
 * DJL's does not tell of itself is seen from the tensors' shapes, and its weight from a case whose loss is known.
 */
final class ClassFrequencies {
    private final Loss loss;
    private final Program program;
    private Seen seen = Seen.NOTHING;

    ClassFrequencies(Loss loss, Program program) {
        this.loss = loss;
        this.program = program;
    }

    /** Returns what was seen before, and the batch. */
    Seen seen() {
        return seen;
    }

    /** Returns the constant's loss on a batch, empty where the class axis is not plain from the shapes. */
    OptionalDouble loss(Seen before, NDArray label, NDArray prediction) {
        seen = before;
        boolean sparse = label.size() < prediction.size();
        List<Integer> axes = axes(sparse, label.getShape(), prediction.getShape());
        if (axes.size() != 1) {
            return OptionalDouble.empty();
        }
        int axis = axes.get(0);
        double[] counts = counts(sparse, axis, label, prediction);
        double rows = (double) prediction.size() / counts.length;
        double[] all = counts.clone();
        for (int i = 0; i < Math.min(all.length, before.sums().size()); i++) {
            all[i] += before.sums().get(i);
        }
        seen = new Seen(before.rows() + rows, Series.of(all), Series.of(), 0, Series.of());
        double total = Arrays.stream(all).sum();
        double surprise = 0;
        for (int i = 0; i < counts.length; i++) {
            surprise -= counts[i] == 0 ? 0 : counts[i] * Math.log(all[i] / total);
        }
        return OptionalDouble.of(surprise / rows * weight(sparse, axis, label, prediction));
    }

    /**
     * The class axis is the one that labels of classes do not have; with labels of probabilities, DJL's own, the last.
     */
    private static List<Integer> axes(boolean sparse, Shape label, Shape prediction) {
        int rank = prediction.dimension();
        if (!sparse) {
            return rank == 2 ? List.of(1) : List.of();
        }
        List<Integer> found = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int left = axis;
            long[] others = java.util.stream.IntStream.range(0, rank)
                    .filter(i -> i != left)
                    .mapToLong(prediction::get)
                    .toArray();
            if (Arrays.equals(withoutOnes(others), withoutOnes(label.getShape()))) {
                found.add(axis);
            }
        }
        found.removeIf(axis -> found.size() > 1 && prediction.get(axis) == 1);
        return found;
    }

    private static long[] withoutOnes(long[] shape) {
        return Arrays.stream(shape).filter(size -> size != 1).toArray();
    }

    private double[] counts(boolean sparse, int axis, NDArray label, NDArray prediction) {
        try (TensorList list = TensorList.of(List.of(label))) {
            double classes = (double) prediction.getShape().get(axis);
            return sparse
                    ? program.measure("class_counts", List.of(list), classes)
                    : program.measure("class_sums", List.of(list), axis);
        }
    }

    /** Two even classes have the loss log 2, times the weight, whether predictions are logits or their logarithms. */
    private double weight(boolean sparse, int axis, NDArray label, NDArray prediction) {
        long[] two = new long[prediction.getShape().dimension()];
        Arrays.fill(two, 1);
        long[] one = Arrays.copyOf(two, label.getShape().dimension());
        two[axis] = 2;
        try (NDManager scope = program.manager().newSubManager()) {
            NDArray even = scope.full(new Shape(two), (float) -Math.log(2), prediction.getDataType());
            NDArray first = scope.zeros(new Shape(sparse ? one : two), label.getDataType());
            if (!sparse) {
                first.set(new ai.djl.ndarray.index.NDIndex("0,0"), 1);
            }
            return ObservedLoss.total(loss.evaluate(new NDList(first), new NDList(even))) / Math.log(2);
        }
    }
}
