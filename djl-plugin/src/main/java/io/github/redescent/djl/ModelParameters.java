package io.github.redescent.djl;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's parameters by path: the names of the blocks from the outside in, then the parameter's, joined by slashes,
 * such as {@code 01Linear/weight}. A parameter that two blocks share has the path of the first; one that a block lists
 * only as a whole has the name that it is listed by.
 */
final class ModelParameters {
    private final String group;
    private final Map<String, TrainedParameter> byPath = new LinkedHashMap<>();
    private final Map<String, TrainedParameter> byId = new HashMap<>();
    private final List<ParameterInfo> entries = new ArrayList<>();
    private final ParameterTable table;
    private final List<TrainedParameter> optimized;

    /**
     * Reads a block whose parameters have shapes.
     *
     * @param group the one group: all parameters have one optimizer and one schedule
     * @throws IllegalStateException if it is not initialized
     */
    ModelParameters(Block block, String group) {
        this.group = group;
        collect(block, "");
        for (Pair<String, Parameter> pair : block.getParameters()) {
            add(pair.getKey(), pair.getValue(), pair.getValue().requiresGradient());
        }
        table = new ParameterTable(entries);
        optimized = entries.stream()
                .filter(ParameterInfo::optimized)
                .map(info -> of(info.path()))
                .toList();
    }

    ParameterTable table() {
        return table;
    }

    /** Returns those that an optimizer may move, in table order, whether or not they are frozen now. */
    List<TrainedParameter> optimized() {
        return optimized;
    }

    /** Returns the parameter of a path of the table. */
    TrainedParameter of(String path) {
        TrainedParameter parameter = byPath.get(path);
        if (parameter == null) {
            throw new IllegalArgumentException("there is no parameter " + path + ", only " + byPath.keySet());
        }
        return parameter;
    }

    /** Returns the parameter that DJL calls by an id, if it is the model's. */
    @Nullable
    TrainedParameter ofId(String id) {
        return byId.get(id);
    }

    private void collect(Block block, String prefix) {
        List<Parameter> own = block.getDirectParameters().values();
        boolean anyTrained = own.stream().anyMatch(Parameter::requiresGradient);
        for (Pair<String, Parameter> pair : block.getDirectParameters()) {
            add(prefix + pair.getKey(), pair.getValue(), anyTrained);
        }
        for (Pair<String, Block> child : block.getChildren()) {
            collect(child.getValue(), prefix + child.getKey() + '/');
        }
    }

    private void add(String name, Parameter parameter, boolean anyTrained) {
        if (byId.containsKey(parameter.getId())) {
            return;
        }
        if (!parameter.isInitialized()) {
            throw new IllegalStateException(
                    "parameter " + name + " has no array yet; call trainer.initialize(shapes) first");
        }
        String path = name.replace('.', '/');
        while (byPath.containsKey(path)) {
            path += '\'';
        }
        TrainedParameter added = new TrainedParameter(path, parameter);
        byPath.put(path, added);
        byId.put(parameter.getId(), added);
        entries.add(info(path, parameter, anyTrained));
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
