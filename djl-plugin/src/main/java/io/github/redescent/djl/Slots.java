package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import io.github.redescent.control.Part;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.Rule;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Copies of a model's tensors by slot; they end with the program at the latest. */
final class Slots {
    private final Program program;
    private final ModelParameters model;
    private final Map<String, Kept> slots = new LinkedHashMap<>();

    /**
     * What one slot holds.
     *
     * @param weights by path; empty where weights were not kept
     * @param states the optimizers' tensors by path, none for a brand-new one; empty where they were not kept
     */
    record Kept(Map<String, NDArray> weights, Map<String, List<NDArray>> states) {
        Kept() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        void close() {
            weights.values().forEach(NDArray::close);
            states.values().forEach(state -> state.forEach(NDArray::close));
        }
    }

    Slots(Program program, ModelParameters model) {
        this.program = program;
        this.model = model;
    }

    /** Returns the slot of a name. */
    Kept of(String name) {
        Kept kept = slots.get(name);
        if (kept == null) {
            throw new IllegalStateException("nothing was kept in slot " + name + "; there are " + slots.keySet());
        }
        return kept;
    }

    Set<String> names() {
        return slots.keySet();
    }

    /** Puts tensors into a slot, in place of what was there. */
    void put(String name, Kept kept) {
        forget(name);
        slots.put(name, kept);
    }

    /** Copies the model's tensors into a slot. */
    void keep(String name, Set<Part> parts) {
        Kept kept = new Kept();
        if (parts.contains(Part.WEIGHTS)) {
            List<String> paths = model.table().all().paths();
            List<NDArray> copies = program.copies(
                    paths.stream().map(path -> model.of(path).weight()).toList());
            for (int i = 0; i < copies.size(); i++) {
                kept.weights().put(paths.get(i), copies.get(i));
            }
        }
        if (parts.contains(Part.OPTIMIZER_AND_CLOCKS)) {
            List<NDArray> copies = program.copies(model.optimized().stream()
                    .flatMap(parameter -> parameter.state().stream())
                    .toList());
            int next = 0;
            for (TrainedParameter parameter : model.optimized()) {
                int end = next + parameter.state().size();
                kept.states().put(parameter.path(), List.copyOf(copies.subList(next, end)));
                next = end;
            }
        }
        put(name, kept);
    }

    /** Writes a slot's tensors back, each optimizer's into the state of the rule that it belongs to. */
    void restore(String name, ParameterSet on, Function<String, Rule> rules) {
        Kept kept = of(name);
        List<NDArray> targets = new ArrayList<>();
        List<NDArray> values = new ArrayList<>();
        for (ParameterInfo info : on.members()) {
            TrainedParameter parameter = model.of(info.path());
            NDArray weight = kept.weights().get(info.path());
            if (weight != null) {
                targets.add(parameter.weight());
                values.add(weight);
            }
            List<NDArray> state = kept.states().get(info.path());
            if (state != null && state.isEmpty()) {
                parameter.exchangeState(List.of());
            } else if (state != null) {
                if (parameter.state().isEmpty()) {
                    parameter.exchangeState(rules.apply(info.path()).freshState(parameter.weight(), program.manager()));
                }
                targets.addAll(parameter.state());
                values.addAll(state);
            }
        }
        program.assign(targets, values);
    }

    /** Frees a slot. */
    void forget(String name) {
        Kept kept = slots.remove(name);
        if (kept != null && program.isOpen()) {
            kept.close();
        }
    }
}
