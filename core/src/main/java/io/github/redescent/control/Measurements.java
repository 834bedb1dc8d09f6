package io.github.redescent.control;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * What an adapter measured at one moment. Holds just what was asked for; anything else is absent, never zero.
 *
 * @param totals one number per quantity
 * @param groups per quantity, one number per group
 * @param tensors per quantity, one number per parameter path
 */
public record Measurements(
        Map<Quantity, Double> totals,
        Map<Quantity, Map<String, Double>> groups,
        Map<Quantity, Map<String, Double>> tensors) {
    private static final Measurements NONE = new Measurements(Map.of(), Map.of(), Map.of());

    /** Copies the maps. */
    public Measurements {
        totals = Map.copyOf(totals);
        groups = Map.copyOf(groups);
        tensors = Map.copyOf(tensors);
    }

    /** Returns an empty result. */
    public static Measurements none() {
        return NONE;
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a quantity over all trained parameters, empty if it was not measured. */
    public OptionalDouble total(Quantity quantity) {
        Double value = totals.get(quantity);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Returns a quantity by group, an empty map if it was not measured. */
    public Map<String, Double> perGroup(Quantity quantity) {
        return groups.getOrDefault(quantity, Map.of());
    }

    /** Returns a quantity by parameter path, an empty map if it was not measured. */
    public Map<String, Double> perTensor(Quantity quantity) {
        return tensors.getOrDefault(quantity, Map.of());
    }

    /** Returns these and one more total. */
    public Measurements with(Quantity quantity, double value) {
        Map<Quantity, Double> more = new EnumMap<>(Quantity.class);
        more.putAll(totals);
        more.put(quantity, value);
        return new Measurements(more, groups, tensors);
    }

    /** Returns whether nothing was measured. */
    public boolean isEmpty() {
        return totals.isEmpty() && groups.isEmpty() && tensors.isEmpty();
    }

    /** Returns these and others, which stand in place of these where both have a quantity. */
    public Measurements and(Measurements others) {
        if (isEmpty() || others.isEmpty()) {
            return isEmpty() ? others : this;
        }
        return new Measurements(
                union(totals, others.totals), union(groups, others.groups), union(tensors, others.tensors));
    }

    /** Returns those of these that answer certain requests. */
    public Measurements only(Predicate<Measurement> which) {
        return isEmpty()
                ? this
                : new Measurements(
                        chosen(totals, Detail.TOTAL, which),
                        chosen(groups, Detail.PER_GROUP, which),
                        chosen(tensors, Detail.PER_TENSOR, which));
    }

    private static <V> Map<Quantity, V> union(Map<Quantity, V> one, Map<Quantity, V> other) {
        Map<Quantity, V> both = new EnumMap<>(Quantity.class);
        both.putAll(one);
        both.putAll(other);
        return both;
    }

    private static <V> Map<Quantity, V> chosen(Map<Quantity, V> all, Detail detail, Predicate<Measurement> which) {
        Map<Quantity, V> some = new EnumMap<>(Quantity.class);
        all.forEach((quantity, value) -> {
            if (which.test(new Measurement(quantity, detail))) {
                some.put(quantity, value);
            }
        });
        return some;
    }

    /** Collects numbers; not thread-safe. */
    public static final class Builder {
        private final Map<Quantity, Double> totals = new EnumMap<>(Quantity.class);
        private Map<Quantity, Map<String, Double>> groups = Map.of(); // most steps measure totals alone
        private Map<Quantity, Map<String, Double>> tensors = Map.of();

        private Builder() {}

        /** Adds a total. */
        public Builder total(Quantity quantity, double value) {
            totals.put(quantity, value);
            return this;
        }

        /** Adds one number per group. */
        public Builder perGroup(Quantity quantity, Map<String, Double> values) {
            groups = with(groups, quantity, values);
            return this;
        }

        /** Adds one number per parameter path. */
        public Builder perTensor(Quantity quantity, Map<String, Double> values) {
            tensors = with(tensors, quantity, values);
            return this;
        }

        private static Map<Quantity, Map<String, Double>> with(
                Map<Quantity, Map<String, Double>> some, Quantity quantity, Map<String, Double> values) {
            Map<Quantity, Map<String, Double>> more = some.isEmpty() ? new EnumMap<>(Quantity.class) : some;
            more.put(quantity, Map.copyOf(values));
            return more;
        }

        /** Returns what was collected. */
        public Measurements build() {
            Measurements all = new Measurements(totals, groups, tensors);
            return all.isEmpty() ? NONE : all;
        }
    }
}
