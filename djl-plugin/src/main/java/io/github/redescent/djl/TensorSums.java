package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import io.github.redescent.control.Quantity;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.TensorList;
import io.github.redescent.parameter.ParameterSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the tensors of one update, one number per parameter, each kind by one native call. Copies of what the
 * update overwrites are made only where they will be asked for. Owns native memory until closed.
 */
final class TensorSums implements AutoCloseable {
    private final Program program;
    private final UpdatePlan plan;
    private final double rescale;
    private @Nullable TensorList gradients;
    private @Nullable TensorList gradientsBefore;
    private @Nullable TensorList changes;
    private boolean changesKnown;

    /**
     * Makes it for one update.
     *
     * @param rescale what every gradient is still to be multiplied by
     */
    TensorSums(Program program, UpdatePlan plan, double rescale) {
        this.program = program;
        this.plan = plan;
        this.rescale = rescale;
    }

    /** Returns the gradients of the plan's parameters, in its order; this stays the owner. */
    TensorList gradients() {
        if (gradients == null) {
            gradients = program.tensors("gradients", plan.weights());
        }
        return gradients;
    }

    /** Copies what the update overwrites, where these quantities need it. */
    void expect(Set<Quantity> quantities) {
        boolean direction = quantities.contains(Quantity.UPDATE_DOT_GRADIENT);
        if (changes == null && (direction || quantities.contains(Quantity.UPDATE_NORM))) {
            changes = program.tensors("copies", plan.weights());
        }
        if (gradientsBefore == null && direction) {
            gradientsBefore = program.tensors("copies", gradients());
        }
    }

    /** Returns one sum per parameter, in the set's order, over gradients or updates. */
    double[] of(Quantity quantity, ParameterSet on) {
        return switch (quantity) {
            case GRADIENT_NORM ->
                inOrder(on, squares(program.measure("norms", List.of(gradients())), rescale * rescale), false);
            case ZERO_GRADIENTS -> inOrder(on, program.measure("zero_counts", List.of(gradients())), true);
            case UPDATE_NORM -> inOrder(on, squares(program.measure("norms", List.of(changes())), 1), false);
            case UPDATE_DOT_GRADIENT -> inOrder(on, products(), false);
            default -> throw new IllegalArgumentException(quantity + " is no sum over an update");
        };
    }

    /** Returns one sum of squares per parameter, in the set's order, over weights. */
    static double[] ofWeights(Program program, ModelParameters model, ParameterSet on) {
        List<NDArray> weights =
                on.paths().stream().map(path -> model.of(path).weight()).toList();
        if (weights.isEmpty()) {
            return new double[0];
        }
        try (TensorList list = TensorList.of(weights)) {
            return squares(program.measure("norms", List.of(list)), 1);
        }
    }

    /** Returns, per parameter in the set's order, the sum of squared differences between its weights and others. */
    static double[] distances(Program program, ModelParameters model, Map<String, NDArray> others, ParameterSet on) {
        List<NDArray> weights = new ArrayList<>();
        List<NDArray> kept = new ArrayList<>();
        for (String path : on.paths()) {
            weights.add(model.of(path).weight());
            kept.add(Objects.requireNonNull(others.get(path), path));
        }
        if (weights.isEmpty()) {
            return new double[0];
        }
        try (TensorList present = TensorList.of(weights);
                TensorList before = TensorList.of(kept);
                TensorList copies = program.tensors("copies", before)) {
            program.run("changes", List.of(present, copies));
            return squares(program.measure("norms", List.of(copies)), 1);
        }
    }

    private TensorList changes() {
        TensorList copies = changes;
        if (copies == null) {
            throw new IllegalStateException("the update was not expected to be measured");
        }
        if (!changesKnown) {
            program.run("changes", List.of(plan.weights(), copies));
            changesKnown = true;
        }
        return copies;
    }

    private double[] products() {
        TensorList before = gradientsBefore;
        if (before == null) {
            throw new IllegalStateException("the update's direction was not expected to be measured");
        }
        double[] dots = program.measure("dots", List.of(changes(), before));
        for (int i = 0; i < dots.length; i++) {
            dots[i] *= rescale;
        }
        return dots;
    }

    /** What has no gradient has gradients of zero, all of them. */
    private double[] inOrder(ParameterSet on, double[] ofPlan, boolean zeroCounts) {
        Map<String, Double> byPath = new HashMap<>();
        for (int i = 0; i < ofPlan.length; i++) {
            byPath.put(plan.members().get(i).path(), ofPlan[i]);
        }
        return on.members().stream()
                .mapToDouble(info -> byPath.getOrDefault(info.path(), zeroCounts ? (double) info.count() : 0))
                .toArray();
    }

    private static double[] squares(double[] norms, double factor) {
        for (int i = 0; i < norms.length; i++) {
            norms[i] *= norms[i] * factor;
        }
        return norms;
    }

    @Override
    public void close() {
        for (TensorList list : new @Nullable TensorList[] {gradients, gradientsBefore, changes}) {
            if (list != null) {
                list.close();
            }
        }
    }
}
