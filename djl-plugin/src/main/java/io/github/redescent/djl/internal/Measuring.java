package io.github.redescent.djl.internal;

import io.github.redescent.control.Detail;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes what one step's policies asked for, around its update. Sums run in path order, since the host's order differs
 * per process and the last bit with it.
 */
final class Measuring {
    private final Program program;
    private final Set<Measurement> wanted;
    private final Map<Quantity, double[]> perTensor = new EnumMap<>(Quantity.class);
    private List<TensorList> weightsBefore = List.of();
    private List<String> paths = List.of();
    private double[] sizes = {};

    Measuring(Program program, Set<Measurement> wanted) {
        this.program = program;
        this.wanted = wanted;
    }

    /** Measures gradients, and copies the weights where the update's size is wanted. */
    void before(Plan plan, TensorList gradients) {
        if (wanted.isEmpty()) {
            return;
        }
        paths = plan.parameters().stream().map(TrainedParameter::path).toList();
        take(Quantity.GRADIENT_NORM, () -> program.measure("norms", gradients));
        take(Quantity.ZERO_GRADIENTS, () -> program.measure("zero_counts", gradients));
        sizes = plan.parameters().stream()
                .mapToDouble(parameter -> parameter.weight().size())
                .toArray();
        if (wants(Quantity.UPDATE_NORM)) {
            weightsBefore = List.of(program.tensors("copies", plan.weights()));
        }
    }

    /** Measures weights and updates. */
    void after(Plan plan) {
        take(Quantity.PARAMETER_NORM, () -> program.measure("norms", plan.weights()));
        take(Quantity.UPDATE_NORM, () -> program.measure("distances", plan.weights(), weightsBefore.get(0)));
        weightsBefore.forEach(TensorList::close);
        weightsBefore = List.of();
    }

    /** Returns what was measured; the caller adds what does not come from tensors. */
    Measurements.Builder result() {
        Measurements.Builder builder = Measurements.builder();
        perTensor.forEach((quantity, values) -> {
            if (wanted.contains(new Measurement(quantity, Detail.TOTAL))) {
                builder.total(quantity, total(quantity, values));
            }
            if (wanted.contains(new Measurement(quantity, Detail.PER_TENSOR))) {
                builder.perTensor(quantity, byPath(quantity, values));
            }
        });
        return builder;
    }

    boolean wants(Quantity quantity) {
        return wanted.stream().anyMatch(measurement -> measurement.quantity() == quantity);
    }

    private void take(Quantity quantity, Supplier<double[]> values) {
        if (wants(quantity)) {
            perTensor.put(quantity, values.get());
        }
    }

    private double total(Quantity quantity, double[] values) {
        return quantity == Quantity.ZERO_GRADIENTS
                ? Arrays.stream(values).sum() / Arrays.stream(sizes).sum()
                : Math.sqrt(Arrays.stream(values).map(norm -> norm * norm).sum());
    }

    private Map<String, Double> byPath(Quantity quantity, double[] values) {
        Map<String, Double> result = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            result.put(paths.get(i), quantity == Quantity.ZERO_GRADIENTS ? values[i] / sizes[i] : values[i]);
        }
        return result;
    }
}
