package io.github.redescent.dl4j.internal;

import io.github.redescent.trend.LabelMoments;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * The loss of the best constant predictor on the labels seen so far, on the scale of the framework's score: summed over
 * outputs and time steps, divided by examples. Known for one output layer with cross-entropy, binary cross-entropy or
 * squared error and without label masks.
 */
final class ChanceLoss {
    private LabelSums seen;

    ChanceLoss(LabelSums seen) {
        this.seen = seen;
    }

    LabelSums seen() {
        return seen;
    }

    /** Takes in the labels of the batch at hand. */
    void observe(Dl4jModel model) {
        if (seen.unreadable()) {
            return;
        }
        IOutputLayer output = model.outputs().size() == 1 ? model.outputs().get(0) : null;
        INDArray labels = output == null ? null : output.getLabels();
        if (output == null || labels == null || output.getMaskArray() != null || kind(output) == null) {
            seen = seen.asUnreadable();
            return;
        }
        INDArray rows = labels.rank() == 2
                ? labels
                : labels.permute(order(labels.rank())).reshape(-1, labels.size(1));
        seen = seen.plus(
                (double) labels.size(0),
                (double) rows.size(0),
                rows.sum(0).toDoubleVector(),
                rows.mul(rows).sum(0).toDoubleVector());
    }

    /** Returns the loss, empty if it is not known. */
    OptionalDouble value(Dl4jModel model) {
        Kind kind = seen.unreadable() || seen.examples() == 0
                ? null
                : kind(model.outputs().get(0));
        if (kind == null) {
            return OptionalDouble.empty();
        }
        LabelMoments moments = seen.moments();
        double perRow = switch (kind) {
            case CATEGORICAL -> moments.entropy();
            case BINARY -> moments.binaryEntropy();
            case SQUARED, MEAN_SQUARED -> moments.variance();
        };
        double scale = kind == Kind.MEAN_SQUARED ? 1.0 / seen.sums().size() : 1;
        return OptionalDouble.of(perRow * scale * seen.rows() / seen.examples());
    }

    private enum Kind {
        CATEGORICAL,
        BINARY,
        SQUARED,
        MEAN_SQUARED
    }

    private static @Nullable Kind kind(IOutputLayer output) {
        ILossFunction loss = lossOf(output);
        if (loss instanceof LossSparseMCXENT) {
            return null;
        }
        if ((loss instanceof LossMCXENT mcxent && mcxent.getWeights() == null)
                || loss instanceof LossNegativeLogLikelihood) {
            return Kind.CATEGORICAL;
        }
        if (loss instanceof LossBinaryXENT) {
            return Kind.BINARY;
        }
        if (loss instanceof LossMSE) {
            return Kind.MEAN_SQUARED;
        }
        return loss instanceof LossL2 ? Kind.SQUARED : null;
    }

    private static @Nullable ILossFunction lossOf(IOutputLayer output) {
        Object conf = output.conf().getLayer();
        if (conf instanceof org.deeplearning4j.nn.conf.layers.BaseOutputLayer layer) {
            return layer.getLossFn();
        }
        return conf instanceof org.deeplearning4j.nn.conf.layers.LossLayer layer ? layer.getLossFn() : null;
    }

    private static int[] order(int rank) {
        int[] order = new int[rank];
        for (int i = 1; i < rank - 1; i++) {
            order[i] = i + 1;
        }
        order[rank - 1] = 1;
        return order;
    }
}
