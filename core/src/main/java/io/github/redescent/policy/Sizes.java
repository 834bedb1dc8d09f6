package io.github.redescent.policy;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import io.github.redescent.trend.Series;
import java.util.Map;
import java.util.Set;

/**
 * How large a group's newest update was, and its gradients over the last few steps.
 *
 * @param step when they were measured last, negative before the first time
 * @param update ‖Δθ‖ of the newest update
 * @param parameters ‖θ‖ after it
 * @param gradients ‖g‖ of the last few, the newest last
 */
record Sizes(long step, double update, double parameters, Series gradients) {
    /** Steps over which gradients are remembered, so that one small gradient does not give a huge rate. */
    public static final int FEW = 8;

    /** Nothing measured. */
    public static final Sizes NONE = new Sizes(-1, Double.NaN, Double.NaN, Series.of());

    /** What is measured. */
    public static final Set<Measurement> WANTED = Set.of(
            Measurement.perGroup(Quantity.UPDATE_NORM),
            Measurement.perGroup(Quantity.PARAMETER_NORM),
            Measurement.perGroup(Quantity.GRADIENT_NORM));

    /** Returns these sizes after one more step; measurements that are missing or no numbers change nothing. */
    public Sizes see(long now, String group, Measurements measured) {
        double newUpdate = of(Quantity.UPDATE_NORM, group, measured);
        double newParameters = of(Quantity.PARAMETER_NORM, group, measured);
        double gradient = of(Quantity.GRADIENT_NORM, group, measured);
        return Double.isFinite(newUpdate + newParameters + gradient)
                ? new Sizes(now, newUpdate, newParameters, gradients.append(gradient, FEW))
                : this;
    }

    /** Returns whether they are of the step that is now, and of enough steps since counting began. */
    boolean areKnown(Watch watch) {
        return step == watch.course().step() && gradients.size() >= Math.min(FEW, watch.steps());
    }

    /** Returns ‖Δθ‖/‖θ‖. */
    public double relative() {
        return update / parameters;
    }

    /** Returns the largest gradient's norm of the last few. */
    double largestGradient() {
        double largest = 0;
        for (int i = 0; i < gradients.size(); i++) {
            largest = Math.max(largest, gradients.get(i));
        }
        return largest;
    }

    private static double of(Quantity quantity, String group, Measurements measured) {
        Map<String, Double> byGroup = measured.perGroup(quantity);
        return byGroup.isEmpty() ? Double.NaN : byGroup.getOrDefault(group, Double.NaN);
    }
}
