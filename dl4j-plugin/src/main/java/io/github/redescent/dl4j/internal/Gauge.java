package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Detail;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Reduces tensors to the numbers that policies ask for. Gradients are read before the update, while the row of
 * gradients still holds them; the update is read there afterwards.
 */
final class Gauge {
    private final Dl4jModel model;
    private final List<LiveParameter> trained;
    private ChanceLoss chance = new ChanceLoss(LabelSums.NONE);
    private Measurements.Builder collected = Measurements.builder();

    Gauge(Dl4jModel model, List<LiveParameter> parameters) {
        this.model = model;
        this.trained = parameters.stream()
                .filter(parameter -> parameter.info().trainable())
                .toList();
    }

    LabelSums labelsSeen() {
        return chance.seen();
    }

    void resumeLabels(LabelSums seen) {
        chance = new ChanceLoss(seen);
    }

    /** Measures what can be seen only before the update. */
    void beforeUpdate(Set<Measurement> wanted) {
        collected = Measurements.builder();
        for (Measurement measurement : wanted) {
            switch (measurement.quantity()) {
                case GRADIENT_NORM -> {
                    double examples = model.averages() ? model.model().batchSize() : 1;
                    norm(measurement, model.gradients(), examples);
                }
                case ZERO_GRADIENTS -> zeros(measurement);
                case CHANCE_LOSS -> chance.observe(model);
                default -> {}
            }
        }
    }

    /** Measures the rest and returns everything. */
    Measurements afterUpdate(Set<Measurement> wanted, double lossScale) {
        for (Measurement measurement : wanted) {
            switch (measurement.quantity()) {
                case PARAMETER_NORM -> norm(measurement, model.model().params(), 1);
                case UPDATE_NORM -> norm(measurement, model.gradients(), 1);
                case CHANCE_LOSS ->
                    chance.value(model).ifPresent(value -> collected.total(Quantity.CHANCE_LOSS, value * lossScale));
                default -> {}
            }
        }
        return collected.build();
    }

    private void norm(Measurement measurement, INDArray row, double divisor) {
        record(
                measurement,
                row,
                part -> part.norm2Number().doubleValue() / divisor,
                norms -> Math.sqrt(
                        norms.stream().mapToDouble(norm -> norm * norm).sum()));
    }

    private void zeros(Measurement measurement) {
        long all = trained.stream()
                .mapToLong(parameter -> parameter.info().count())
                .sum();
        if (measurement.detail() == Detail.PER_TENSOR) {
            record(measurement, model.gradients(), part -> zeros(part) / part.length(), shares -> 0);
        } else {
            record(
                    measurement,
                    model.gradients(),
                    Gauge::zeros,
                    counts -> counts.stream().mapToDouble(count -> count).sum() / all);
        }
    }

    private static double zeros(INDArray part) {
        return Nd4j.getExecutioner()
                .exec(new MatchCondition(part, Conditions.equals(0)))
                .getDouble(0);
    }

    private void record(
            Measurement measurement,
            INDArray matrix,
            ToDoubleFunction<INDArray> reduce,
            ToDoubleFunction<List<Double>> combine) {
        INDArray row = matrix.reshape(matrix.length());
        Map<String, Double> byPath = new HashMap<>();
        for (LiveParameter parameter : trained) {
            byPath.put(parameter.path(), reduce.applyAsDouble(parameter.in(row)));
        }
        if (measurement.detail() == Detail.PER_TENSOR) {
            collected.perTensor(measurement.quantity(), byPath);
        } else {
            // Summed in table order, so that the same weights give the same number.
            collected.total(
                    measurement.quantity(),
                    combine.applyAsDouble(trained.stream()
                            .map(parameter -> byPath.getOrDefault(parameter.path(), Double.NaN))
                            .toList()));
        }
    }
}
