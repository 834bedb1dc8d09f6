package io.github.redescent.dl4j;

import io.github.redescent.control.Part;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What one slot holds of a model.
 *
 * @param weights all weights in a row, empty if they were not kept
 * @param states by path, each parameter's optimizer state by name
 * @param lastRates by path, the rate by which a velocity is scaled
 */
record KeptTensors(INDArray weights, Map<String, Map<String, INDArray>> states, Map<String, Double> lastRates) {

    /** Copies a model's tensors, into the arrays of the slot before where they fit. */
    static KeptTensors take(
            Network model,
            LiveUpdater updater,
            Collection<LiveParameter> all,
            Set<Part> parts,
            @Nullable KeptTensors before) {
        return OutsideWorkspaces.make(() -> {
            INDArray weights = parts.contains(Part.WEIGHTS)
                    ? copy(model.weights(), before == null ? null : before.weights())
                    : Nd4j.empty(model.weights().dataType());
            Map<String, Map<String, INDArray>> states = new LinkedHashMap<>();
            Map<String, Double> lastRates = new LinkedHashMap<>();
            if (parts.contains(Part.OPTIMIZER_AND_CLOCKS)) {
                updater.states(all).forEach((parameter, state) -> {
                    Map<String, INDArray> old =
                            before == null ? Map.of() : before.states().getOrDefault(parameter.path(), Map.of());
                    Map<String, INDArray> copies = new LinkedHashMap<>();
                    state.forEach((name, array) -> copies.put(name, copy(array, old.get(name))));
                    states.put(parameter.path(), copies);
                    lastRates.put(parameter.path(), parameter.lastRate);
                });
            }
            return new KeptTensors(weights, states, lastRates);
        });
    }

    /** Writes parameters back. */
    void write(Network model, LiveUpdater updater, Collection<LiveParameter> on, Set<Part> parts) {
        if (parts.contains(Part.WEIGHTS)) {
            INDArray row = model.weights();
            on.forEach(parameter -> parameter.in(row).assign(parameter.in(weights)));
        }
        if (parts.contains(Part.OPTIMIZER_AND_CLOCKS)) {
            updater.states(on).forEach((parameter, state) -> {
                LiveUpdater.write(state, states.getOrDefault(parameter.path(), Map.of()));
                parameter.lastRate = lastRates.getOrDefault(parameter.path(), Double.NaN);
            });
        }
    }

    private static INDArray copy(INDArray from, @Nullable INDArray into) {
        return into != null && into.length() == from.length() && into.dataType() == from.dataType()
                ? into.assign(from.reshape(into.shape()))
                : from.dup();
    }
}
