package io.github.redescent.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.parameter.ParameterInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights that outlive their trainer: a program that ended by an exception has closed it already when it asks for them.
 * They belong to the model and end with it, or when another run on the model begins.
 */
final class KeptWeights {
    private static final String MARK = "redescent/";

    private final Model model;
    private final ModelParameters parameters;
    private final Map<String, List<NDArray>> slots = new LinkedHashMap<>();

    private KeptWeights(Model model, ModelParameters parameters) {
        this.model = model;
        this.parameters = parameters;
    }

    /** Takes the weights out of a run's slots; empty if the model is closed. */
    static Optional<KeptWeights> of(Model model, DjlModel run) {
        if (!model.getNDManager().isOpen() || !run.program().isOpen()) {
            return Optional.empty();
        }
        KeptWeights kept = new KeptWeights(model, run.model());
        for (String name : run.slots().names()) {
            Map<String, NDArray> weights = run.slots().of(name).weights();
            if (!weights.isEmpty()) {
                kept.slots.put(name, List.copyOf(weights.values()));
                weights.values().forEach(array -> {
                    array.setName(MARK + name);
                    array.attach(model.getNDManager());
                });
                weights.clear();
            }
        }
        return Optional.of(kept);
    }

    /** Frees what ended runs on a model have left. */
    static void freeIn(Model model) {
        model.getNDManager().getManagedArrays().stream()
                .filter(array -> array.getName() != null && array.getName().startsWith(MARK))
                .forEach(NDArray::close);
    }

    /**
     * Writes a slot's weights into the model.
     *
     * @throws IllegalStateException if nothing was kept, or it is gone with the model
     */
    void restore(String slot) {
        List<NDArray> values = slots.get(slot);
        if (values == null) {
            throw new IllegalStateException(
                    "no " + slot + " weights were kept in the run that has ended; train at least one step, with"
                            + " KeepBest in the recipe (Recipe.of adds it)");
        }
        boolean gone = values.stream().anyMatch(NDArray::isReleased)
                || parameters.table().entries().stream()
                        .anyMatch(info -> !parameters.of(info.path()).isAlive());
        if (gone) {
            throw new IllegalStateException("the " + slot + " weights are gone: the model " + model.getName()
                    + " was closed, or another run on it has begun; ask for them before");
        }
        List<NDArray> targets = new ArrayList<>();
        for (ParameterInfo info : parameters.table().entries()) {
            targets.add(parameters.of(info.path()).weight());
        }
        try (Program program = Program.load(model.getNDManager(), targets.get(0).getDevice())) {
            program.assign(targets, values);
        }
    }
}
