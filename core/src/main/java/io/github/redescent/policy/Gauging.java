package io.github.redescent.policy;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Measures how large updates are on fresh weights, at a rate so small that they stay fresh. Rules that divide by the
 * gradient's size show it in their first update; momentum lets updates grow, and is measured until they do no longer.
 * (Ours: adaptive rules move each of n weights by about the rate, others by rate times gradient, so what fits is known
 * only beside ‖θ‖, and only in the host.)
 *
 * @param updates updates seen
 * @param passing the factor by which the rate is held down
 * @param settled updates seen since that factor gives updates that can be measured
 * @param sizes by group, the largest ‖Δθ‖/‖θ‖ so far, for a passing factor of one
 * @param newest the newest of the whole
 */
record Gauging(int updates, double passing, int settled, Map<String, Double> sizes, double newest) {
    /** What is measured: running statistics are no part of it. */
    static final Set<Measurement> WANTED =
            Set.of(Measurement.perGroup(Quantity.UPDATE_NORM), Measurement.perGroup(Quantity.PARAMETER_NORM));

    /** The factor that the rate is held down by at first. */
    static final double FIRST = 1e-5;

    private static final int ENOUGH = 5;
    private static final int LONGEST = 30;

    /** By what share momentum must still let updates grow to go on. */
    private static final double GROWTH = 1.05;

    /** Relative sizes that can be measured in single precision and leave the weights as they are. */
    private static final double LEAST = 1e-6;

    private static final double MOST = 1e-3;
    private static final double WISHED = 2e-5;

    /** Copies the map. */
    public Gauging {
        sizes = Map.copyOf(sizes);
    }

    static Gauging begin() {
        return new Gauging(0, FIRST, 0, Map.of(), 0);
    }

    /** Returns this after one more update; the factor may be another one from now on. */
    Gauging see(Measurements measured) {
        Map<String, Double> now = relative(measured);
        double largest =
                now.values().stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        if (!Double.isFinite(largest)) {
            return new Gauging(updates + 1, passing, settled, sizes, newest);
        }
        if (largest < LEAST || largest > MOST) {
            double change = largest == 0 ? 1e3 : Math.min(1e4, Math.max(1e-6, WISHED / largest));
            return new Gauging(updates + 1, passing * change, 0, Map.of(), 0);
        }
        Map<String, Double> largestSoFar = new HashMap<>(sizes);
        now.forEach((group, size) -> largestSoFar.merge(group, size / passing, Math::max));
        return new Gauging(updates + 1, passing, settled + 1, largestSoFar, largest / passing);
    }

    /** Returns whether enough was seen after one more update, or nothing can be. */
    boolean isOver(Gauging before) {
        boolean grows = newest > before.newest * GROWTH;
        return updates >= LONGEST || (settled >= ENOUGH && !grows) || (updates >= 2 * ENOUGH && settled == 0);
    }

    /**
     * Returns ‖Δθ‖/‖θ‖ of a group at the rate that was; empty if it could not be measured.
     *
     * @param group its name, empty for the largest of all
     */
    OptionalDouble size(String group) {
        double size = group.isEmpty()
                ? sizes.values().stream().mapToDouble(Double::doubleValue).max().orElse(0)
                : sizes.getOrDefault(group, 0.0);
        return size > 0 ? OptionalDouble.of(size) : OptionalDouble.empty();
    }

    private static Map<String, Double> relative(Measurements measured) {
        Map<String, Double> weights = measured.perGroup(Quantity.PARAMETER_NORM);
        Map<String, Double> relative = new HashMap<>();
        measured.perGroup(Quantity.UPDATE_NORM).forEach((group, update) -> {
            double size = update / weights.getOrDefault(group, Double.NaN);
            if (Double.isFinite(size)) {
                relative.put(group, size);
            }
        });
        return relative;
    }
}
