package io.github.redescent.region;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The gradients of one step, by layer. A layer is dead only if all its tensors are: where the bias still has a gradient
 * the signal arrives, and a weight without one has it by nature, from constant inputs or, in a recurrent layer, from
 * series of one step.
 *
 * @param zeros share of exactly zero entries in the deadest layer: of its tensor that has the fewest
 * @param smallestRatio the smallest norm of a layer's gradient over the norm of its parameters, infinite if unknown
 */
record Layers(double zeros, double smallestRatio) {
    /** Returns what was measured, by tensor or at least in total; empty if it was not. */
    static Optional<Layers> of(Measurements measured, Predicate<String> weights) {
        Map<String, Double> zeros = measured.perTensor(Quantity.ZERO_GRADIENTS);
        Map<String, Double> norms = measured.perTensor(Quantity.GRADIENT_NORM);
        OptionalDouble allZeros = measured.total(Quantity.ZERO_GRADIENTS);
        OptionalDouble allNorms = measured.total(Quantity.GRADIENT_NORM);
        if (zeros.isEmpty() && norms.isEmpty() && allZeros.isEmpty() && allNorms.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Layers(
                zeros.isEmpty() ? allZeros.orElse(0) : deadest(zeros, weights),
                norms.isEmpty()
                        ? ratio(
                                allNorms.orElse(Double.NaN),
                                measured.total(Quantity.PARAMETER_NORM).orElse(0))
                        : smallest(norms, measured.perTensor(Quantity.PARAMETER_NORM), weights)));
    }

    private static double deadest(Map<String, Double> zeros, Predicate<String> weights) {
        return layers(zeros, weights).stream()
                .mapToDouble(
                        layer -> layer.stream().mapToDouble(zeros::get).min().orElse(0))
                .max()
                .orElse(0);
    }

    private static double smallest(
            Map<String, Double> norms, Map<String, Double> parameters, Predicate<String> weights) {
        return layers(norms, weights).stream()
                .mapToDouble(layer -> ratio(norm(layer, norms), norm(layer, parameters)))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Returns the paths of each layer that has a weight. */
    private static Collection<? extends Collection<String>> layers(
            Map<String, Double> tensors, Predicate<String> weights) {
        return tensors.keySet().stream().collect(Collectors.groupingBy(Layers::layer)).values().stream()
                .filter(layer -> layer.stream().anyMatch(weights))
                .toList();
    }

    private static String layer(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static double norm(Collection<String> layer, Map<String, Double> norms) {
        return layer.stream().mapToDouble(path -> norms.getOrDefault(path, 0.0)).reduce(0, Math::hypot);
    }

    private static double ratio(double gradient, double parameters) {
        return parameters > 0 && !Double.isNaN(gradient) ? gradient / parameters : Double.POSITIVE_INFINITY;
    }
}
