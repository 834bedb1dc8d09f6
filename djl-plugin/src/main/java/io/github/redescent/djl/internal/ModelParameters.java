package io.github.redescent.djl.internal;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model's parameters by path: the names of the blocks from the outside in, then the parameter's, joined by slashes,
 * such as {@code 01Linear/weight}. A parameter that two blocks share has the path of the first.
 */
final class ModelParameters {
    private final String group;
    private final Map<String, Parameter> byPath = new LinkedHashMap<>();
    private final ParameterTable table;

    /**
     * Reads a block whose parameters have shapes.
     *
     * @param group the one group: all parameters have one optimizer and one schedule
     * @throws IllegalStateException if it is not initialized
     */
    ModelParameters(Block block, String group) {
        this.group = group;
        List<ParameterInfo> entries = new ArrayList<>();
        collect(block, "", new HashSet<>(), entries);
        table = new ParameterTable(entries);
    }

    ParameterTable table() {
        return table;
    }

    /** Returns DJL's parameter of a path of the table. */
    Parameter parameter(String path) {
        Parameter parameter = byPath.get(path);
        if (parameter == null) {
            throw new IllegalArgumentException("there is no parameter " + path + ", only " + byPath.keySet());
        }
        return parameter;
    }

    /** Returns DJL's parameter of an id, empty if it is not the model's. */
    Optional<Parameter> ofId(String id) {
        return byPath.values().stream()
                .filter(parameter -> parameter.getId().equals(id))
                .findFirst();
    }

    /** Returns the paths of those an optimizer may move, in table order, whether or not they are frozen now. */
    List<String> optimizedPaths() {
        return table.entries().stream()
                .filter(entry -> entry.kind() != Kind.RUNNING_STATISTIC)
                .map(ParameterInfo::path)
                .toList();
    }

    private void collect(Block block, String prefix, Set<String> seen, List<ParameterInfo> entries) {
        List<Parameter> own = block.getDirectParameters().values();
        boolean anyTrained = own.stream().anyMatch(Parameter::requiresGradient);
        for (Pair<String, Parameter> pair : block.getDirectParameters()) {
            Parameter parameter = pair.getValue();
            if (!seen.add(parameter.getId())) {
                continue;
            }
            if (!parameter.isInitialized()) {
                throw new IllegalStateException("parameter " + prefix + pair.getKey()
                        + " has no array yet; call trainer.initialize(shapes) first");
            }
            String path = prefix + pair.getKey().replace('.', '/');
            byPath.put(path, parameter);
            entries.add(info(path, parameter, anyTrained));
        }
        for (Pair<String, Block> child : block.getChildren()) {
            collect(child.getValue(), prefix + child.getKey() + '/', seen, entries);
        }
    }

    /** Running statistics never require a gradient: they count as frozen where all else in their block is. */
    private ParameterInfo info(String path, Parameter parameter, boolean anyTrained) {
        Kind kind = kind(parameter.getType());
        boolean frozen = kind == Kind.RUNNING_STATISTIC ? !anyTrained : !parameter.requiresGradient();
        List<Long> shape = Arrays.stream(parameter.getArray().getShape().getShape())
                .boxed()
                .toList();
        return new ParameterInfo(path, kind, shape, group, frozen);
    }

    private static Kind kind(Parameter.Type type) {
        return switch (type) {
            case WEIGHT, OTHER -> Kind.WEIGHT;
            case BIAS -> Kind.BIAS;
            case GAMMA -> Kind.GAIN;
            case BETA -> Kind.SHIFT;
            case RUNNING_MEAN, RUNNING_VAR -> Kind.RUNNING_STATISTIC;
        };
    }
}
