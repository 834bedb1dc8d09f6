package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import io.github.redescent.djl.ConstantLoss.Seen;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.TensorList;
import io.github.redescent.trend.Series;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * The best constant prediction under losses that compare number with number: one number per column of the output, the
 * last axis. Candidates are the labels' mean (squared errors), their median (absolute ones), the mean's sign (hinge)
 * and its logit (sigmoid); the one that has lost least so far counts. Frequencies of medians are those of batches.
 */
final class ConstantColumns {
    private static final double SURE = 1e-6;

    private final List<Loss> losses;
    private final Program program;
    private Seen seen = Seen.NOTHING;

    ConstantColumns(List<Loss> losses, Program program) {
        this.losses = losses;
        this.program = program;
    }

    /** Returns what was seen before, and the batch. */
    Seen seen() {
        return seen;
    }

    /** Returns the constant's loss on a batch, empty if no candidate has a loss. */
    OptionalDouble loss(Seen before, NDArray label, NDArray prediction) {
        Shape shape = prediction.getShape();
        int columns = shape.dimension() < 2 ? 1 : Math.toIntExact(shape.get(shape.dimension() - 1));
        double rows = before.rows() + (double) prediction.size() / columns;
        double[] sums = plus(before.sums(), measured("column_sums", label, columns));
        double[] medians = plus(before.medians(), measured("column_medians", label, columns));
        double batches = before.batches() + 1;
        double[] mean = Arrays.stream(sums).map(sum -> sum / rows).toArray();
        double[] median = Arrays.stream(medians).map(sum -> sum / batches).toArray();
        double[][] candidates = {mean, median, each(mean, Math::signum), each(mean, ConstantColumns::logit)};
        double[] now = new double[candidates.length];
        for (int i = 0; i < now.length; i++) {
            now[i] = evaluate(candidates[i], label, prediction);
        }
        double[] totals = plus(before.totals(), now);
        seen = new Seen(rows, Series.of(sums), Series.of(medians), batches, Series.of(totals));
        int best = -1;
        for (int i = 0; i < totals.length; i++) {
            if (Double.isFinite(totals[i]) && (best < 0 || totals[i] < totals[best])) {
                best = i;
            }
        }
        return best < 0 ? OptionalDouble.empty() : OptionalDouble.of(now[best]);
    }

    private static double[] plus(Series total, double[] more) {
        double[] sum = more.clone();
        for (int i = 0; i < Math.min(sum.length, total.size()); i++) {
            sum[i] += total.get(i);
        }
        return sum;
    }

    private static double[] each(double[] values, DoubleUnaryOperator what) {
        return Arrays.stream(values).map(what).toArray();
    }

    private static double logit(double frequency) {
        double inside = Math.min(1 - SURE, Math.max(SURE, frequency));
        return Math.log(inside / (1 - inside));
    }

    private double[] measured(String method, NDArray label, int columns) {
        try (TensorList list = TensorList.of(List.of(label))) {
            return program.measure(method, List.of(list), columns);
        }
    }

    private double evaluate(double[] constant, NDArray label, NDArray prediction) {
        try (NDManager scope = program.manager().newSubManager()) {
            DataType type = prediction.getDataType();
            NDArray row = scope.create(constant).toType(type, false);
            NDArray all = prediction.getShape().dimension() < 2
                    ? row.reshape(prediction.getShape().dimension() == 0 ? new Shape() : new Shape(1))
                    : row;
            NDArray everywhere = all.broadcast(prediction.getShape());
            everywhere.attach(scope);
            NDArray labels = label.duplicate();
            labels.attach(scope); // what the loss makes of it ends here too
            double total = 0;
            for (Loss loss : losses) {
                total += ObservedLoss.total(loss.evaluate(new NDList(labels), new NDList(everywhere)));
            }
            return total;
        }
    }
}
