package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is kept from training, by the host or by control. The backward pass is spared what control freezes, but for the
 * first step, where DJL wants the sum of all gradients not to be zero (that of a softmax layer alone is), and unless
 * nothing were left of it, where DJL throws. Closing gives the host its flags back.
 */
final class Freezing implements AutoCloseable {
    private final Program program;
    private final ModelParameters model;
    private final boolean trainNormalization;
    private final Map<String, Boolean> hostsFlags = new LinkedHashMap<>();
    private final Set<String> held = new LinkedHashSet<>();
    private final Set<String> frozenStatistics = new HashSet<>();
    private final Map<String, NDArray> heldStatistics = new LinkedHashMap<>();
    private List<NDArray> idle = List.of();
    private boolean stepped;

    Freezing(Program program, ModelParameters model, boolean trainNormalization) {
        this.program = program;
        this.model = model;
        this.trainNormalization = trainNormalization;
        for (ParameterInfo info : model.table().entries()) {
            if (info.frozen() && !info.optimized()) {
                frozenStatistics.add(info.path());
            }
        }
    }

    /** Returns whether a parameter is kept from training now. */
    boolean isFrozen(ParameterInfo info) {
        return info.optimized() ? !trains(info.path()) : frozenStatistics.contains(info.path());
    }

    /** Returns whether an optimizer may move a parameter now. */
    boolean trains(String path) {
        return !held.contains(path) && model.parameter(path).requiresGradient();
    }

    /** Returns the running statistics that are held. */
    Set<String> heldStatistics() {
        return heldStatistics.keySet();
    }

    /** Keeps parameters from training. */
    void freeze(ParameterSet on) {
        for (ParameterInfo info : on.members()) {
            if (info.optimized()) {
                hostsFlags.putIfAbsent(info.path(), model.parameter(info.path()).requiresGradient());
                held.add(info.path());
            } else {
                frozenStatistics.add(info.path());
                hold(info.path());
            }
        }
        spareBackward();
    }

    /** Lets parameters train. */
    void unfreeze(ParameterSet on) {
        for (ParameterInfo info : on.members()) {
            if (info.optimized()) {
                Parameter parameter = model.parameter(info.path());
                hostsFlags.putIfAbsent(info.path(), parameter.requiresGradient());
                held.remove(info.path());
                require(parameter, true);
            } else {
                frozenStatistics.remove(info.path());
                release(info.path());
            }
        }
        spareBackward();
    }

    /** Holds running statistics at the values that they have. */
    void hold(String path) {
        if (!trainNormalization) {
            release(path);
            heldStatistics.put(path, program.copy(model.parameter(path).getArray()));
        }
    }

    private void release(String path) {
        NDArray copy = heldStatistics.remove(path);
        if (copy != null) {
            copy.close();
        }
    }

    private void spareBackward() {
        boolean anyTrains = model.optimizedPaths().stream().anyMatch(this::trains);
        List<NDArray> wanting = new ArrayList<>();
        for (String path : held) {
            Parameter parameter = model.parameter(path);
            boolean wants = (!anyTrains || !stepped) && hostsFlags.getOrDefault(path, false);
            require(parameter, wants);
            if (wants) {
                wanting.add(parameter.getArray());
            }
        }
        idle = List.copyOf(wanting);
    }

    private static void require(Parameter parameter, boolean gradient) {
        if (parameter.requiresGradient() != gradient) {
            parameter.freeze(!gradient);
        }
    }

    /** Writes held statistics back, which the forward pass of the host goes on changing in training mode. */
    void writeBack() {
        if (heldStatistics.isEmpty()) {
            return;
        }
        List<NDArray> arrays = heldStatistics.keySet().stream()
                .map(path -> model.parameter(path).getArray())
                .toList();
        try (TensorList statistics = TensorList.of(arrays);
                TensorList copies = TensorList.of(heldStatistics.values())) {
            program.run("assign", List.of(statistics, copies));
        }
    }

    /** Takes note of an update: zeroes the gradients of parameters that want one and have no update. */
    void stepped() {
        if (!idle.isEmpty()) {
            try (TensorList list = TensorList.of(idle)) {
                program.run("zero_defined", List.of(list));
            }
        }
        if (!stepped) {
            stepped = true;
            spareBackward();
        }
    }

    /** Takes note that control has written a weight. */
    void written(String path) {
        if (heldStatistics.containsKey(path)) {
            hold(path);
        }
    }

    @Override
    public void close() {
        hostsFlags.forEach((path, gradient) -> require(model.parameter(path), gradient));
        List.copyOf(heldStatistics.keySet()).forEach(this::release);
    }
}
