package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.L2Loss;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import io.github.redescent.trend.LabelMoments;
import java.util.OptionalDouble;

/**
 * The loss of the best constant predictor on the labels seen so far. Known for one output with DJL's own softmax
 * cross-entropy over the last axis or squared error. The loss's weight cannot be read, so it is measured once on a case
 * whose loss is known.
 */
final class ChanceLoss {
    private LabelMoments seen;
    private boolean sparse;

    ChanceLoss(LabelMoments seen) {
        this.seen = seen;
    }

    LabelMoments seen() {
        return seen;
    }

    /** Takes in the labels of a batch. */
    void observe(Loss loss, NDList labels, NDList predictions) {
        if (labels.size() != 1 || predictions.size() != 1 || !isKnown(loss)) {
            return;
        }
        NDArray label = labels.get(0);
        NDArray prediction = predictions.get(0);
        long outputs = prediction.getShape().dimension() < 2
                ? 1
                : prediction.getShape().get(prediction.getShape().dimension() - 1);
        try (NDManager scope = prediction.getManager().newSubManager()) {
            NDArray values = label.toType(DataType.FLOAT64, true);
            values.attach(scope);
            sparse = loss instanceof SoftmaxCrossEntropyLoss && label.size() < prediction.size();
            NDArray rows = sparse
                    ? values.flatten().toType(DataType.INT64, false).oneHot((int) outputs, DataType.FLOAT64)
                    : values.reshape(new Shape(-1, outputs));
            NDArray sums = rows.sum(new int[] {0});
            NDArray squares = rows.square().sum(new int[] {0});
            seen = seen.plus((double) rows.getShape().get(0), sums.toDoubleArray(), squares.toDoubleArray());
        }
    }

    /** Returns the loss, empty if it is not known. */
    OptionalDouble value(Loss loss, NDManager manager) {
        if (seen.rows() == 0) {
            return OptionalDouble.empty();
        }
        double chance = loss instanceof L2Loss ? seen.variance() / seen.sums().size() : seen.entropy();
        return OptionalDouble.of(chance * weight(loss, manager));
    }

    private static boolean isKnown(Loss loss) {
        return loss.getClass() == SoftmaxCrossEntropyLoss.class || loss.getClass() == L2Loss.class;
    }

    /** A squared error of 1 has the loss 1, and two even logits have the loss log 2, times the weight. */
    private double weight(Loss loss, NDManager manager) {
        boolean squared = loss instanceof L2Loss;
        try (NDManager scope = manager.newSubManager()) {
            NDArray label = squared || sparse ? scope.zeros(new Shape(1)) : scope.create(new float[][] {{1, 0}});
            NDArray prediction = squared ? scope.ones(new Shape(1)) : scope.zeros(new Shape(1, 2));
            float one = loss.evaluate(new NDList(label), new NDList(prediction)).getFloat();
            return squared ? one : one / Math.log(2);
        }
    }
}
