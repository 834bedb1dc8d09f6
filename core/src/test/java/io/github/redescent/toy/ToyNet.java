package io.github.redescent.toy;

import io.github.redescent.control.Quantity;
import io.github.redescent.optimizer.Adam;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.Sgd;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The framework: ten inputs, 16 tanh units, their mean taken off them, and a softmax of three. */
final class ToyNet {
    private static final int IN = 10;
    private static final int HIDDEN = 16;
    private static final int OUT = 3;
    private static final int BATCH = 16;

    /** A tensor with its gradient and its optimizer's moments. */
    static final class Tensor {
        final ParameterInfo info;
        final double[] values;
        final double[] gradient;
        final double[] first;
        final double[] second;
        final double[] update;

        Tensor(String path, Kind kind, long... shape) {
            info = new ParameterInfo(path, kind, Arrays.stream(shape).boxed().toList(), "Adam", false);
            int count = (int) info.count();
            values = new double[count];
            gradient = new double[count];
            first = new double[count];
            second = new double[count];
            update = new double[count];
        }

        /** Returns what belongs to its state: values, first and second moment. */
        List<double[]> arrays() {
            return List.of(values, first, second);
        }

        double[][] copy() {
            return arrays().stream().map(double[]::clone).toArray(double[][]::new);
        }

        void paste(double[][] from, boolean weights, boolean moments) {
            for (int i = weights ? 0 : 1; i < (moments ? from.length : 1); i++) {
                System.arraycopy(from[i], 0, arrays().get(i), 0, values.length);
            }
        }

        /** Multiplies moments; by 0 whatever they hold, NaN included, becomes 0. */
        void scale(double factor, boolean firstMoment, boolean secondMoment) {
            for (double[] moment :
                    List.of(firstMoment ? first : new double[0], secondMoment ? second : new double[0])) {
                Arrays.setAll(moment, i -> factor == 0 ? 0 : moment[i] * factor);
            }
        }

        /** Returns what the framework can tell of it in one number. */
        double sum(Quantity quantity) {
            return switch (quantity) {
                case GRADIENT_NORM -> dot(gradient, gradient);
                case ZERO_GRADIENTS ->
                    Arrays.stream(gradient).filter(each -> each == 0).count();
                case UPDATE_NORM -> dot(update, update);
                case UPDATE_DOT_GRADIENT -> dot(update, gradient);
                default -> dot(values, values);
            };
        }

        /** Returns the sum of squared differences between its values and others. */
        double distance(double[] others) {
            return IntStream.range(0, values.length)
                    .mapToDouble(i -> (values[i] - others[i]) * (values[i] - others[i]))
                    .sum();
        }

        private static double dot(double[] one, double[] other) {
            return IntStream.range(0, one.length)
                    .mapToDouble(i -> one[i] * other[i])
                    .sum();
        }

        void draw(long seed) {
            Random random = new Random(seed);
            Arrays.setAll(values, i -> info.kind() == Kind.WEIGHT ? random.nextGaussian() * 0.3 : 0);
        }

        /** Makes one step of Adam or SGD; t1 and t2 count it among the steps of each moment. */
        void step(OptimizerSpec spec, double rate, long t1, long t2) {
            for (int i = 0; i < values.length; i++) {
                double g = gradient[i];
                if (spec instanceof Adam adam) {
                    first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * g;
                    second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * g * g;
                    double v = second[i] / (1 - Math.pow(adam.beta2(), (double) t2));
                    update[i] =
                            -rate * first[i] / (1 - Math.pow(adam.beta1(), (double) t1)) / (Math.sqrt(v) + adam.eps());
                } else if (spec instanceof Sgd sgd) {
                    first[i] = sgd.momentum() * first[i] + g;
                    update[i] = -rate * (sgd.nesterov() ? g + sgd.momentum() * first[i] : first[i]);
                }
                values[i] += update[i];
            }
        }
    }

    final Tensor hidden = new Tensor("hidden/W", Kind.WEIGHT, IN, HIDDEN);
    final Tensor mean = new Tensor("norm/mean", Kind.RUNNING_STATISTIC, HIDDEN);
    final Tensor shift = new Tensor("norm/shift", Kind.SHIFT, HIDDEN);
    final Tensor out = new Tensor("out/W", Kind.WEIGHT, HIDDEN, OUT);
    final Tensor bias = new Tensor("out/b", Kind.BIAS, OUT);
    final List<Tensor> tensors = List.of(hidden, mean, shift, out, bias);

    ToyNet() {
        tensors.forEach(tensor -> tensor.draw(7));
    }

    /** Runs one batch forward and backward; returns its mean loss. */
    double backward(int batch) {
        Random random = new Random(batch % 40);
        double[][] x = new double[BATCH][IN];
        double[][] h = new double[BATCH][HIDDEN];
        double[] sums = new double[HIDDEN];
        int[] labels = new int[BATCH];
        for (int n = 0; n < BATCH; n++) {
            labels[n] = random.nextInt(OUT);
            for (int i = 0; i < IN; i++) {
                x[n][i] = random.nextGaussian() + (i % OUT == labels[n] ? 0.5 : 0);
            }
            for (int j = 0; j < HIDDEN; j++) {
                double sum = 0;
                for (int i = 0; i < IN; i++) {
                    sum += x[n][i] * hidden.values[i * HIDDEN + j];
                }
                h[n][j] = Math.tanh(sum);
                sums[j] += h[n][j] / BATCH;
            }
        }
        tensors.forEach(tensor -> Arrays.fill(tensor.gradient, 0));
        double loss = 0;
        double[][] back = new double[BATCH][HIDDEN];
        double[] backSums = new double[HIDDEN];
        for (int n = 0; n < BATCH; n++) {
            double[] p = softmax(h[n], sums);
            loss -= Math.log(p[labels[n]]) / BATCH;
            for (int k = 0; k < OUT; k++) {
                double g = (p[k] - (k == labels[n] ? 1 : 0)) / BATCH;
                bias.gradient[k] += g;
                for (int j = 0; j < HIDDEN; j++) {
                    out.gradient[j * OUT + k] += g * (h[n][j] - sums[j] + shift.values[j]);
                    back[n][j] += g * out.values[j * OUT + k];
                }
            }
            for (int j = 0; j < HIDDEN; j++) {
                shift.gradient[j] += back[n][j];
                backSums[j] += back[n][j] / BATCH;
            }
        }
        for (int n = 0; n < BATCH; n++) {
            for (int j = 0; j < HIDDEN; j++) {
                double g = (back[n][j] - backSums[j]) * (1 - h[n][j] * h[n][j]);
                for (int i = 0; i < IN; i++) {
                    hidden.gradient[i * HIDDEN + j] += g * x[n][i];
                }
            }
        }
        for (int j = 0; j < HIDDEN; j++) {
            mean.values[j] = 0.9 * mean.values[j] + 0.1 * sums[j];
        }
        return loss;
    }

    private double[] softmax(double[] h, double[] sums) {
        double[] p = new double[OUT];
        for (int k = 0; k < OUT; k++) {
            double sum = bias.values[k];
            for (int j = 0; j < HIDDEN; j++) {
                sum += (h[j] - sums[j] + shift.values[j]) * out.values[j * OUT + k];
            }
            p[k] = Math.exp(sum);
        }
        double total = Arrays.stream(p).sum();
        return Arrays.stream(p).map(each -> each / total).toArray();
    }
}
