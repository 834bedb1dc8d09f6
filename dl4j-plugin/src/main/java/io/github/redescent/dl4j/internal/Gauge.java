package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Detail;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.api.ops.impl.reduce3.Dot;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Reduces tensors to the numbers that policies ask for. Gradients are read before the update, while the row of
 * gradients still holds them; the update is read there afterwards.
 */
final class Gauge {
    private static final String WHOLE = "";

    private final Dl4jModel model;
    private List<LiveParameter> trained;
    private ChanceLoss chance = new ChanceLoss(LabelSums.NONE);
    private Measurements.Builder collected = Measurements.builder();
    private @Nullable INDArray gradientBefore;
    private double examplesBefore = 1;

    Gauge(Dl4jModel model, List<LiveParameter> parameters) {
        this.model = model;
        this.trained = trained(parameters);
    }

    /** Measures those that are trained now, by the groups that they are in now. */
    void follow(List<LiveParameter> parameters) {
        trained = trained(parameters);
    }

    private static List<LiveParameter> trained(List<LiveParameter> parameters) {
        return parameters.stream()
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
        boolean copied = false;
        for (Measurement measurement : wanted) {
            switch (measurement.quantity()) {
                case GRADIENT_NORM -> norm(measurement, model.gradients(), examples());
                case ZERO_GRADIENTS -> zeros(measurement);
                case UPDATE_DOT_GRADIENT -> copied = copied || copyGradient();
                case CONSTANT_LOSS -> chance.observe(model);
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
                case UPDATE_DOT_GRADIENT -> updateDotGradient(measurement);
                case CONSTANT_LOSS ->
                    chance.value(model).ifPresent(value -> collected.total(Quantity.CONSTANT_LOSS, value * lossScale));
                default -> {}
            }
        }
        return collected.build();
    }

    /** Returns what raw gradients, which are summed over a batch, have to be divided by. */
    private double examples() {
        return model.averages() ? model.model().batchSize() : 1;
    }

    private boolean copyGradient() {
        INDArray gradients = model.gradients();
        INDArray buffer = gradientBefore;
        if (buffer == null || buffer.length() != gradients.length()) {
            buffer = OutsideWorkspaces.make(
                    () -> gradients.reshape(gradients.length()).dup());
            gradientBefore = buffer;
        } else {
            buffer.assign(gradients.reshape(gradients.length()));
        }
        examplesBefore = examples();
        return true;
    }

    /** The row holds what is subtracted from the weights: the change has the other sign. */
    private void updateDotGradient(Measurement measurement) {
        INDArray before = gradientBefore;
        if (before == null) {
            return;
        }
        INDArray update = row(model.gradients());
        record(
                measurement,
                parameter -> -Nd4j.getExecutioner()
                                .exec(new Dot(parameter.in(update), parameter.in(before)))
                                .getDouble(0)
                        / examplesBefore,
                (sum, entries) -> sum);
    }

    private void norm(Measurement measurement, INDArray matrix, double divisor) {
        INDArray row = row(matrix);
        record(
                measurement,
                parameter -> {
                    double norm = parameter.in(row).norm2Number().doubleValue() / divisor;
                    return norm * norm;
                },
                (sum, entries) -> Math.sqrt(sum));
    }

    private void zeros(Measurement measurement) {
        INDArray row = row(model.gradients());
        record(
                measurement,
                parameter -> Nd4j.getExecutioner()
                        .exec(new MatchCondition(parameter.in(row), Conditions.equals(0)))
                        .getDouble(0),
                (sum, entries) -> sum / entries);
    }

    private static INDArray row(INDArray matrix) {
        return matrix.reshape(matrix.length());
    }

    /** Sums over tensors in table order, so that the same weights give the same number. */
    private void record(
            Measurement measurement, ToDoubleFunction<LiveParameter> summand, DoubleBinaryOperator ofSumAndEntries) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Long> entries = new HashMap<>();
        for (LiveParameter parameter : trained) {
            String part = part(measurement.detail(), parameter);
            sums.merge(part, summand.applyAsDouble(parameter), Double::sum);
            entries.merge(part, parameter.info().count(), Long::sum);
        }
        sums.replaceAll((part, sum) ->
                ofSumAndEntries.applyAsDouble(sum, (double) Objects.requireNonNull(entries.get(part), part)));
        switch (measurement.detail()) {
            case TOTAL -> collected.total(measurement.quantity(), sums.getOrDefault(WHOLE, 0.0));
            case PER_GROUP -> collected.perGroup(measurement.quantity(), sums);
            case PER_TENSOR -> collected.perTensor(measurement.quantity(), sums);
        }
    }

    private static String part(Detail detail, LiveParameter parameter) {
        return switch (detail) {
            case TOTAL -> WHOLE;
            case PER_GROUP -> parameter.info().group();
            case PER_TENSOR -> parameter.path();
        };
    }
}
