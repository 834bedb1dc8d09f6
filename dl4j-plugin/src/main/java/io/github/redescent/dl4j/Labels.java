package io.github.redescent.dl4j;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The labels of one output on the batch at hand, whatever their layout and type, with their mask.
 *
 * @param array examples first; classes or outputs along {@code axis}
 * @param axis of classes or outputs
 * @param mask weights that can be broadcast over {@code array}, null for none
 * @param type of numbers to compute with
 */
record Labels(INDArray array, int axis, @Nullable INDArray mask, DataType type) {
    /** Numbers that are worked on at once, so that no copy of a large output is ever made. */
    private static final long CHUNK = 1 << 18;

    /** Takes label rows with their mask, a column or of the rows' shape. */
    interface Rows {
        void take(INDArray rows, @Nullable INDArray mask);
    }

    /** Returns the labels that a layer has, null if it has none or of a layout that is not known. */
    static @Nullable Labels of(Network.Output output) {
        INDArray array = output.labels();
        if (array == null || array.isEmpty()) {
            return null;
        }
        int axis = array.rank() > 2 && classesLast(output.layer().conf().getLayer()) ? array.rank() - 1 : 1;
        INDArray given = output.mask();
        INDArray mask = given == null ? null : broadcast(given, array, axis);
        DataType type = output.layer().numParams() > 0
                ? output.layer().params().dataType()
                : array.dataType().isFPType() ? array.dataType() : DataType.FLOAT;
        return given != null && mask == null ? null : new Labels(array, axis, mask, type);
    }

    private static boolean classesLast(Layer conf) {
        if (conf instanceof RnnOutputLayer output) {
            return output.getRnnDataFormat() == RNNFormat.NWC;
        }
        if (conf instanceof RnnLossLayer loss) {
            return loss.getRnnDataFormat() == RNNFormat.NWC;
        }
        // DL4J 1.0.0-M2.1 scores a CnnLossLayer's images as if channels came first, whatever its format says.
        return conf instanceof Cnn3DLossLayer volume && volume.getDataFormat() == Convolution3D.DataFormat.NDHWC;
    }

    /** Returns a mask that can be broadcast; DL4J's recurrent outputs hold theirs as a column, time after time. */
    private static @Nullable INDArray broadcast(INDArray mask, INDArray labels, int axis) {
        if (Arrays.equals(mask.shape(), labels.shape())) {
            return mask;
        }
        long[] shape = labels.shape().clone();
        shape[axis] = 1;
        if (Arrays.equals(mask.shape(), shape)) {
            return mask;
        }
        if (labels.rank() == 3 && mask.length() * labels.size(axis) == labels.length()) {
            long time = labels.size(3 - axis);
            boolean column = mask.size(0) == mask.length() && labels.size(0) != mask.length();
            INDArray byTime = column ? mask.reshape('f', labels.size(0), time) : mask;
            return byTime.rank() == 2 && byTime.size(1) == time ? byTime.reshape(shape) : null;
        }
        return mask.length() == 1 || Arrays.stream(shape).reduce(1, (a, b) -> a * b) != mask.length()
                ? null
                : mask.reshape(shape);
    }

    /** Returns the number of classes or outputs. */
    int columns() {
        return Math.toIntExact(array.size(axis));
    }

    /** Returns the number of rows: examples, times positions where there are several. */
    double rows() {
        return (double) array.length() / array.size(axis);
    }

    /** Returns whether each entry has a weight of its own. */
    boolean isMaskedPerOutput() {
        return mask != null && mask.size(axis) == array.size(axis) && array.size(axis) > 1;
    }

    /** Returns the weight of rows in each column. */
    double[] weights() {
        double[] weights = new double[columns()];
        if (mask == null) {
            Arrays.fill(weights, rows());
        } else if (isMaskedPerOutput()) {
            weights = mask.castTo(type).sum(others()).toDoubleVector();
        } else {
            Arrays.fill(weights, mask.sumNumber().doubleValue());
        }
        return weights;
    }

    private int[] others() {
        return IntStream.range(0, array.rank()).filter(each -> each != axis).toArray();
    }

    /** Returns each column's sum over rows, by the mask. */
    double[] sums() {
        int[] others = others();
        if (mask == null && array.dataType().isFPType()) {
            return array.sum(others).toDoubleVector();
        }
        double[] sums = new double[columns()];
        chunks((part, weights) -> {
            INDArray weighted = weights == null ? part : part.mul(weights);
            double[] more = weighted.sum(others).toDoubleVector();
            Arrays.setAll(sums, column -> sums[column] + more[column]);
        });
        return sums;
    }

    /** Shows all rows, a chunk at a time. */
    void rows(Rows to) {
        int[] order = IntStream.concat(
                        IntStream.range(0, array.rank()).filter(each -> each != axis), IntStream.of(axis))
                .toArray();
        chunks((part, weights) -> {
            INDArray rows = flat(part, order, columns());
            INDArray flat = weights == null ? null : flat(weights, order, weights.size(axis));
            to.take(rows, flat);
        });
    }

    private static INDArray flat(INDArray part, int[] order, long columns) {
        return part.rank() == 2 ? part : part.permute(order).dup('c').reshape('c', part.length() / columns, columns);
    }

    private void chunks(Rows to) {
        long examples = array.size(0);
        long each = Math.max(1, CHUNK / Math.max(1, array.length() / examples));
        for (long from = 0; from < examples; from += each) {
            long end = Math.min(examples, from + each);
            INDArray part = from == 0 && end == examples ? array : array.get(some(array, from, end));
            INDArray weights = mask == null ? null : mask.get(some(mask, from, end));
            to.take(part.castTo(type), weights == null ? null : weights.castTo(type));
        }
    }

    private static INDArrayIndex[] some(INDArray array, long from, long to) {
        INDArrayIndex[] range = new INDArrayIndex[array.rank()];
        Arrays.fill(range, NDArrayIndex.all());
        range[0] = NDArrayIndex.interval(from, to);
        return range;
    }
}
