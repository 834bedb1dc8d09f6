package io.github.redescent.dl4j;

import io.github.redescent.trend.Series;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * The best constant prediction of one output on the labels so far, and its loss on a batch by the output's own loss
 * function. A mean of labels through the inverse of the activation is best for cross-entropies and squared errors;
 * anything else is a model of biases alone, trained beside the run by AdaGrad (Duchi et al. 2011) on the same batches.
 */
final class BestConstant {
    /** Labels that every class is taken to have had before the first (Krichevsky and Trofimov 1981). */
    private static final double PRIOR = 0.5;

    private static final double CLOSEST = 1e-6;

    private final ILossFunction loss;
    private final IActivation activation;
    private final int outputs;
    private double[] weights = new double[0];
    private double[] sums = new double[0];
    private double squares;
    private double[] biases = new double[0];
    private double[] gradientSquares = new double[0];

    /**
     * What is remembered.
     *
     * @param weights of rows by column
     * @param sums of labels by column
     * @param squares of all labels, summed
     * @param biases of the trained model, empty where there is none
     * @param gradientSquares of their gradients, summed
     */
    record State(Series weights, Series sums, double squares, Series biases, Series gradientSquares) {}

    BestConstant(ILossFunction loss, IActivation activation, int outputs) {
        this.loss = loss;
        this.activation = activation;
        this.outputs = outputs;
    }

    State state() {
        return new State(Series.of(weights), Series.of(sums), squares, Series.of(biases), Series.of(gradientSquares));
    }

    void resume(State saved) {
        weights = array(saved.weights());
        sums = array(saved.sums());
        squares = saved.squares();
        biases = array(saved.biases());
        gradientSquares = array(saved.gradientSquares());
    }

    private static double[] array(Series series) {
        double[] values = new double[series.size()];
        Arrays.setAll(values, series::get);
        return values;
    }

    /** Takes in a batch's labels and returns the constant's loss on them, summed over rows; empty if there is none. */
    OptionalDouble onBatch(Labels labels) {
        if (loss instanceof LossFMeasure) {
            return OptionalDouble.empty(); // no sum over examples
        }
        if (loss instanceof LossSparseMCXENT sparse) {
            return OptionalDouble.of(crossEntropy(sparse, counts(labels), labels.weights()));
        }
        double[] now = labels.sums();
        double[] rows = labels.weights();
        if (loss instanceof LossMCXENT dense && activation instanceof ActivationSoftmax) {
            return OptionalDouble.of(crossEntropy(dense, now, rows));
        }
        take(now, rows);
        if (loss instanceof LossBinaryXENT && activation instanceof ActivationSigmoid) {
            return OptionalDouble.of(binaryCrossEntropy(labels, now, rows));
        }
        double[] mean = mean();
        double[] constant = constantFrom(mean);
        return OptionalDouble.of(
                constant.length > 0 && isBestMean() ? score(labels, constant) : trained(labels, constant));
    }

    private void take(double[] now, double[] rows) {
        if (sums.length != now.length) {
            sums = new double[now.length];
            weights = new double[now.length];
        }
        Arrays.setAll(sums, column -> sums[column] + now[column]);
        Arrays.setAll(weights, column -> weights[column] + rows[Math.min(column, rows.length - 1)]);
    }

    private double[] mean() {
        return each(column -> weights[column] > 0 ? sums[column] / weights[column] : 0);
    }

    /** −Σ w·n·log p in classes, with counts n, class weights w and p ∝ w·(counts so far + prior). */
    private double crossEntropy(LossMCXENT xent, double[] now, double[] rows) {
        take(now, rows);
        double[] ofClasses = ofClasses(xent.getWeights(), now.length);
        double total = 0;
        for (int c = 0; c < now.length; c++) {
            total += ofClasses[c] * (sums[c] + PRIOR);
        }
        double score = 0;
        for (int c = 0; c < now.length; c++) {
            if (now[c] != 0) {
                score -= ofClasses[c] * now[c] * Math.log(ofClasses[c] * (sums[c] + PRIOR) / total);
            }
        }
        return score;
    }

    private static double[] ofClasses(@Nullable INDArray given, int classes) {
        if (given != null) {
            return given.toDoubleVector();
        }
        double[] ones = new double[classes];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** It is linear in the labels: a row of their means stands for all, with the rows' weight as its mask. */
    private double binaryCrossEntropy(Labels labels, double[] now, double[] rows) {
        double[] mean = each(column -> rows[column] > 0 ? now[column] / rows[column] : 0);
        return loss.computeScore(row(mean, labels), row(logits(), labels), activation, row(rows, labels), false);
    }

    private double[] logits() {
        return each(c -> logit((sums[c] + PRIOR) / (weights[c] + 2 * PRIOR)));
    }

    private double[] each(IntToDoubleFunction of) {
        double[] values = new double[sums.length];
        Arrays.setAll(values, of);
        return values;
    }

    private static double logit(double p) {
        double inside = Math.min(1 - CLOSEST, Math.max(CLOSEST, p));
        return Math.log(inside / (1 - inside));
    }

    /** Returns how often each class stands in labels that are class numbers. */
    private double[] counts(Labels labels) {
        double[] counts = new double[outputs];
        labels.rows((rows, mask) -> {
            double[] classes = rows.toDoubleVector();
            double[] each = mask == null ? null : mask.toDoubleVector();
            for (int i = 0; i < classes.length; i++) {
                counts[(int) classes[i]] += each == null ? 1 : each[i];
            }
        });
        return counts;
    }

    /** Returns whether a mean is what minimises the loss. */
    private boolean isBestMean() {
        return loss instanceof LossL2 // and LossMSE
                || (loss instanceof LossPoisson && !(activation instanceof ActivationReLU))
                || (loss instanceof LossKLD && activation instanceof ActivationSoftmax);
    }

    /** Returns a mean through the inverse of the activation, empty where there is none. */
    private double[] constantFrom(double[] mean) {
        if (mean.length != outputs) {
            return new double[0];
        }
        if (activation instanceof ActivationIdentity || activation instanceof ActivationReLU) {
            return mean;
        }
        double[] constant = new double[mean.length];
        if (activation instanceof ActivationSigmoid) {
            Arrays.setAll(constant, c -> logit(mean[c]));
        } else if (activation instanceof ActivationTanH) {
            Arrays.setAll(constant, c -> logit((1 + mean[c]) / 2) / 2);
        } else if (activation instanceof ActivationSoftmax) {
            Arrays.setAll(constant, c -> Math.log(Math.max(CLOSEST, mean[c])));
        } else if (activation instanceof ActivationSoftPlus) {
            Arrays.setAll(constant, c -> Math.log(Math.expm1(Math.max(CLOSEST, mean[c]))));
        } else {
            return new double[0];
        }
        return constant;
    }

    /** Scores the biases, and takes one step with them. */
    private double trained(Labels labels, double[] start) {
        if (biases.length != outputs) {
            biases = start.length == outputs ? start.clone() : new double[outputs];
            gradientSquares = new double[outputs];
        }
        double score = score(labels, biases);
        double scale = activation instanceof ActivationIdentity ? spread(labels) : 1;
        double[] gradient = new double[outputs];
        double total = Math.max(1, Arrays.stream(labels.weights()).max().orElse(1));
        expand(labels, biases, (rows, mask, constant) -> {
            double[] more = loss.computeGradient(rows, constant, activation, mask)
                    .sum(0)
                    .toDoubleVector();
            Arrays.setAll(gradient, c -> gradient[c] + more[c] / total);
        });
        for (int c = 0; c < outputs; c++) {
            gradientSquares[c] += gradient[c] * gradient[c];
            if (gradientSquares[c] > 0) {
                biases[c] -= scale * gradient[c] / Math.sqrt(gradientSquares[c]);
            }
        }
        return score;
    }

    /** Returns the labels' standard deviation about their means, the scale on which biases move. */
    private double spread(Labels labels) {
        double[] added = new double[1];
        labels.rows((rows, mask) ->
                added[0] += (mask == null ? rows.mul(rows) : rows.mul(rows).mul(mask))
                        .sumNumber()
                        .doubleValue());
        squares += added[0];
        double ofMeans =
                Arrays.stream(mean()).map(each -> each * each).average().orElse(0);
        return Math.sqrt(Math.max(0, squares / Arrays.stream(weights).sum() - ofMeans));
    }

    private double score(Labels labels, double[] constant) {
        double[] score = new double[1];
        expand(
                labels,
                constant,
                (rows, mask, expanded) -> score[0] += loss.computeScore(rows, expanded, activation, mask, false));
        return score[0];
    }

    /** Takes rows, their mask and the constant, repeated. */
    private interface Expanded {
        void take(INDArray rows, @Nullable INDArray mask, INDArray constant);
    }

    private static void expand(Labels labels, double[] constant, Expanded to) {
        INDArray one = row(constant, labels);
        labels.rows((rows, mask) -> to.take(rows, mask, one.repeat(0, rows.size(0))));
    }

    private static INDArray row(double[] values, Labels labels) {
        return Nd4j.createFromArray(values).reshape(1, values.length).castTo(labels.type());
    }
}
