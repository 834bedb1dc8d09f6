package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.TensorList;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What control keeps from training. The backward pass is spared it, but for the first step, where DJL wants the sum of
 * all gradients not to be zero (that of a softmax layer alone is), and unless nothing were left of it, where DJL
 * throws. Closing gives the host its flags back.
 */
final class Freezing implements AutoCloseable {
    private final Program program;
    private final ModelParameters model;
    private final boolean trainNormalization;
    private final Map<TrainedParameter, Boolean> hostsFlags = new LinkedHashMap<>();
    private final Map<String, NDArray> heldStatistics = new LinkedHashMap<>();
    private List<NDArray> idle = List.of();
    private boolean stepped;

    Freezing(Program program, ModelParameters model, boolean trainNormalization) {
        this.program = program;
        this.model = model;
        this.trainNormalization = trainNormalization;
    }

    /** Returns the running statistics that are held. */
    Set<String> heldStatistics() {
        return heldStatistics.keySet();
    }

    /** Keeps parameters from training. */
    void freeze(ParameterSet on) {
        for (ParameterInfo info : on.members()) {
            TrainedParameter parameter = model.of(info.path());
            if (info.optimized()) {
                hostsFlags.putIfAbsent(parameter, parameter.parameter().requiresGradient());
                parameter.hold(true);
            } else {
                hold(parameter);
            }
        }
        spareBackward();
    }

    /** Lets parameters train. */
    void unfreeze(ParameterSet on) {
        for (ParameterInfo info : on.members()) {
            TrainedParameter parameter = model.of(info.path());
            if (info.optimized()) {
                hostsFlags.putIfAbsent(parameter, parameter.parameter().requiresGradient());
                parameter.hold(false);
                require(parameter.parameter(), true);
            } else {
                release(info.path());
            }
        }
        spareBackward();
    }

    /** Holds running statistics at the values that they have. */
    private void hold(TrainedParameter statistic) {
        if (!trainNormalization) {
            release(statistic.path());
            heldStatistics.put(
                    statistic.path(),
                    program.copies(List.of(statistic.weight())).get(0));
        }
    }

    private void release(String path) {
        NDArray copy = heldStatistics.remove(path);
        if (copy != null && !copy.isReleased()) {
            copy.close();
        }
    }

    private void spareBackward() {
        boolean anyTrains = model.optimized().stream().anyMatch(TrainedParameter::trains);
        List<NDArray> wanting = new ArrayList<>();
        for (TrainedParameter parameter : model.optimized()) {
            if (parameter.held()) {
                boolean wants = (!anyTrains || !stepped) && hostsFlags.getOrDefault(parameter, false);
                require(parameter.parameter(), wants);
                if (wants) {
                    wanting.add(parameter.weight());
                }
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
        program.assign(
                heldStatistics.keySet().stream()
                        .map(path -> model.of(path).weight())
                        .toList(),
                heldStatistics.values());
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

    /** Takes note that control has written weights. */
    void written(ParameterSet on) {
        for (String path : on.paths()) {
            if (heldStatistics.containsKey(path)) {
                hold(model.of(path));
            }
        }
    }

    /** Gives the host its flags back, and holds nothing any more. */
    void undo() {
        hostsFlags.forEach((parameter, gradient) -> {
            parameter.hold(false);
            if (parameter.isAlive()) {
                require(parameter.parameter(), gradient);
            }
        });
        hostsFlags.clear();
        idle = List.of();
        List.copyOf(heldStatistics.keySet()).forEach(this::release);
    }

    @Override
    public void close() {
        undo();
    }
}
