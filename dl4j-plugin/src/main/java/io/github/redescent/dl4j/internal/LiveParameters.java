package io.github.redescent.dl4j.internal;

import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters of a model under control, with the groups and the freezing of the moment. */
final class LiveParameters {
    private final Map<String, LiveParameter> byPath = new LinkedHashMap<>();
    private ParameterTable table;
    private List<LiveParameter> still = List.of();

    LiveParameters(List<LiveParameter> parameters) {
        parameters.forEach(parameter -> byPath.put(parameter.path(), parameter));
        this.table =
                new ParameterTable(parameters.stream().map(LiveParameter::info).toList());
    }

    ParameterTable table() {
        return table;
    }

    List<LiveParameter> all() {
        return List.copyOf(byPath.values());
    }

    LiveParameter get(String path) {
        LiveParameter parameter = byPath.get(path);
        if (parameter == null) {
            throw new IllegalArgumentException("there is no parameter " + path + "; there are " + byPath.keySet());
        }
        return parameter;
    }

    List<LiveParameter> of(ParameterSet set) {
        return set.paths().stream().map(this::get).toList();
    }

    /** Returns those of a set that have updaters, frozen ones too, after seeing that they share none with others. */
    List<LiveParameter> apart(ParameterSet set) {
        List<LiveParameter> on =
                of(set).stream().filter(LiveParameter::hasUpdater).toList();
        UpdaterSurgery.separate(on, byPath.values());
        return on;
    }

    /** Returns the updaters of some parameters, each once. */
    Set<ControlledUpdater> updaters(List<LiveParameter> on) {
        Set<ControlledUpdater> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        on.forEach(parameter -> distinct.add(parameter.controlled()));
        return distinct;
    }

    /** Takes over groups and freezing of a table. */
    void follow(ParameterTable changed) {
        table = changed;
        changed.entries().forEach(info -> byPath.computeIfPresent(info.path(), (path, live) -> live.with(info)));
        still = byPath.values().stream()
                .filter(parameter ->
                        parameter.info().frozen() && !parameter.info().optimized() && !parameter.hostFrozen())
                .toList();
    }

    /** Keeps the running statistics of frozen groups: DL4J updates them as if by a gradient. */
    void holdStatistics(INDArray gradients) {
        if (!still.isEmpty()) {
            INDArray row = gradients.reshape(gradients.length());
            still.forEach(parameter -> parameter.in(row).assign(0));
        }
    }
}
