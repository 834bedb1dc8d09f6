package io.github.redescent.region;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an attempt's gradients and updates look like. They are measured only eight times per window, and only while the
 * loss is not known to be at a good level: norms cost about as much as an update.
 *
 * @param alive whether the first measurement found no dead weight tensor
 * @param deadBlocks successive measurements that found a dead weight tensor
 * @param deadest share of zero entries in the deadest tensor, at the last measurement; 0 if none
 * @param updateRatio norm of the update over the norm of the parameters, the greatest measured: one batch may happen to
 *     move nothing
 */
public record Gradients(Optional<Boolean> alive, int deadBlocks, double deadest, OptionalDouble updateRatio) {
    /** What has to be measured. */
    static final Set<Measurement> WANTED = Set.of(
            Measurement.perTensor(Quantity.ZERO_GRADIENTS),
            Measurement.perTensor(Quantity.GRADIENT_NORM),
            Measurement.perTensor(Quantity.PARAMETER_NORM),
            Measurement.total(Quantity.PARAMETER_NORM),
            Measurement.total(Quantity.UPDATE_NORM));

    /** The same, while L₀ is being measured. */
    static final Set<Measurement> WANTED_WITH_CHANCE = Stream.concat(
                    WANTED.stream(), Stream.of(Measurement.total(Quantity.CONSTANT_LOSS)))
            .collect(Collectors.toUnmodifiableSet());

    /** Nothing measured so far. */
    static final Gradients UNKNOWN = new Gradients(Optional.empty(), 0, 0, OptionalDouble.empty());

    /**
     * Returns this with one block's measurements. Tensors are judged one by one where they were measured, else all
     * together.
     *
     * @param weights which paths are weights: a bias in front of a normalisation has no gradient by nature
     */
    Gradients see(Measurements measured, Predicate<String> weights, Thresholds limits) {
        OptionalDouble ratio = greater(
                updateRatio, ratio(measured.total(Quantity.UPDATE_NORM), measured.total(Quantity.PARAMETER_NORM)));
        boolean known = !measured.perTensor(Quantity.GRADIENT_NORM).isEmpty()
                || !measured.perTensor(Quantity.ZERO_GRADIENTS).isEmpty()
                || measured.total(Quantity.GRADIENT_NORM).isPresent()
                || measured.total(Quantity.ZERO_GRADIENTS).isPresent();
        if (!known) {
            return new Gradients(alive, deadBlocks, deadest, ratio);
        }
        double zeros = zeros(measured, weights);
        boolean dead = zeros >= limits.zeroShare() || smallest(measured, weights) < limits.vanishedRatio();
        return new Gradients(alive.or(() -> Optional.of(!dead)), dead ? deadBlocks + 1 : 0, zeros, ratio);
    }

    /** Returns whether they were alive at first and have died since. */
    boolean died(Thresholds limits) {
        return areDead(limits) && alive.orElse(false);
    }

    /** Returns whether they were found dead often enough. */
    boolean areDead(Thresholds limits) {
        return deadBlocks >= limits.deadBlocks();
    }

    private static double zeros(Measurements measured, Predicate<String> weights) {
        Map<String, Double> each = measured.perTensor(Quantity.ZERO_GRADIENTS);
        return each.isEmpty()
                ? measured.total(Quantity.ZERO_GRADIENTS).orElse(0)
                : each.entrySet().stream()
                        .filter(entry -> weights.test(entry.getKey()))
                        .mapToDouble(Map.Entry::getValue)
                        .max()
                        .orElse(0);
    }

    private static double smallest(Measurements measured, Predicate<String> weights) {
        Map<String, Double> norms = measured.perTensor(Quantity.PARAMETER_NORM);
        Map<String, Double> each = measured.perTensor(Quantity.GRADIENT_NORM);
        if (each.isEmpty()) {
            return ratio(measured.total(Quantity.GRADIENT_NORM), measured.total(Quantity.PARAMETER_NORM))
                    .orElse(1);
        }
        return each.entrySet().stream()
                .filter(entry -> weights.test(entry.getKey()))
                .mapToDouble(entry -> entry.getValue() / norms.getOrDefault(entry.getKey(), 0.0))
                .filter(Double::isFinite)
                .min()
                .orElse(1);
    }

    private static OptionalDouble ratio(OptionalDouble part, OptionalDouble whole) {
        return part.isPresent() && whole.orElse(0) > 0
                ? OptionalDouble.of(part.getAsDouble() / whole.getAsDouble())
                : OptionalDouble.empty();
    }

    private static OptionalDouble greater(OptionalDouble one, OptionalDouble other) {
        return one.orElse(0) >= other.orElse(0) ? one : other;
    }
}
