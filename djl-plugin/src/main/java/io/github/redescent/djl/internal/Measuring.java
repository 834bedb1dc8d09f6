package io.github.redescent.djl.internal;

import io.github.redescent.control.Detail;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Takes what one step's policies asked for, around its update: one number per tensor, reduced natively. Sums run in
 * path order, since the host's order differs per process and the last bit with it.
 */
final class Measuring {
    private final Program program;
    private final Set<Measurement> wanted;
    private final Map<String, String> groups;
    private final Map<Quantity, double[]> perTensor = new EnumMap<>(Quantity.class);
    private List<TensorList> weightsBefore = List.of();
    private List<TensorList> gradientsBefore = List.of();
    private List<String> paths = List.of();
    private double[] sizes = {};

    /**
     * Prepares to measure.
     *
     * @param groups each parameter's group, by path; needed where something is wanted
     */
    Measuring(Program program, Set<Measurement> wanted, Map<String, String> groups) {
        this.program = program;
        this.wanted = wanted;
        this.groups = groups;
    }

    /** Measures gradients, and copies what the update overwrites where its size or direction is wanted. */
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
        if (wants(Quantity.UPDATE_NORM) || wants(Quantity.UPDATE_DOT_GRADIENT)) {
            weightsBefore = List.of(program.tensors("copies", plan.weights()));
        }
        if (wants(Quantity.UPDATE_DOT_GRADIENT)) {
            gradientsBefore = List.of(program.tensors("copies", gradients));
        }
    }

    /** Measures weights and updates. */
    void after(Plan plan) {
        take(Quantity.PARAMETER_NORM, () -> program.measure("norms", plan.weights()));
        for (TensorList changes : weightsBefore) {
            program.run("changes", List.of(plan.weights(), changes));
            take(Quantity.UPDATE_NORM, () -> program.measure("norms", changes));
            take(Quantity.UPDATE_DOT_GRADIENT, () -> program.measure("dots", changes, gradientsBefore.get(0)));
        }
        weightsBefore.forEach(TensorList::close);
        gradientsBefore.forEach(TensorList::close);
        weightsBefore = List.of();
        gradientsBefore = List.of();
    }

    /** Returns what was measured; the caller adds what does not come from tensors. */
    Measurements.Builder result() {
        Measurements.Builder builder = Measurements.builder();
        perTensor.forEach((quantity, values) -> {
            if (wanted.contains(Measurement.total(quantity))) {
                builder.total(
                        quantity,
                        reduce(
                                quantity,
                                values,
                                IntStream.range(0, values.length).boxed().toList()));
            }
            if (wanted.contains(Measurement.perGroup(quantity))) {
                builder.perGroup(quantity, byKey(quantity, values, Detail.PER_GROUP));
            }
            if (wanted.contains(Measurement.perTensor(quantity))) {
                builder.perTensor(quantity, byKey(quantity, values, Detail.PER_TENSOR));
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

    /** Joins the numbers of some tensors into one. */
    private double reduce(Quantity quantity, double[] values, List<Integer> which) {
        double sum = 0;
        double entries = 0;
        for (int i : which) {
            boolean norm = quantity != Quantity.ZERO_GRADIENTS && quantity != Quantity.UPDATE_DOT_GRADIENT;
            sum += norm ? values[i] * values[i] : values[i];
            entries += sizes[i];
        }
        return switch (quantity) {
            case ZERO_GRADIENTS -> sum / entries;
            case UPDATE_DOT_GRADIENT -> sum;
            default -> Math.sqrt(sum);
        };
    }

    private Map<String, Double> byKey(Quantity quantity, double[] values, Detail detail) {
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            String path = paths.get(i);
            String key = detail == Detail.PER_GROUP ? groups.getOrDefault(path, path) : path;
            members.computeIfAbsent(key, any -> new ArrayList<>()).add(i);
        }
        Map<String, Double> result = new LinkedHashMap<>();
        members.forEach((key, which) -> result.put(key, reduce(quantity, values, which)));
        return result;
    }
}
