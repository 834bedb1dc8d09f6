package io.github.redescent.dl4j.internal;

import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.misc.DummyConfig;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * One parameter of a live model.
 *
 * @param info what the core knows of it
 * @param layer the layer or vertex that owns it
 * @param name its name in that layer
 * @param offset where it starts in the row of all parameters
 */
record LiveParameter(ParameterInfo info, Trainable layer, String name, long offset) {
    String path() {
        return info.path();
    }

    /** Returns a parameter's own array, a live view into the row of all. */
    static INDArray values(Trainable layer, String name) {
        return Objects.requireNonNull(layer.paramTable(false).get(name), name);
    }

    /** Returns its part of a row of all parameters, as a live view. */
    INDArray in(INDArray row) {
        return row.get(NDArrayIndex.interval(offset, offset + info.count()));
    }

    /** Returns the updater that the layer's configuration names for it. */
    IUpdater updater() {
        return layer.getConfig().getUpdaterByParam(name);
    }

    /** Returns its updater with clocks; there is one for whatever is trained once the model is adopted. */
    ControlledUpdater controlled() {
        if (updater() instanceof ControlledUpdater controlled) {
            return controlled;
        }
        throw new IllegalStateException("the updater of " + path() + " is no longer controlled, it is " + updater()
                + "; attach the recipe anew after changing updaters");
    }

    /** Returns whether the framework itself keeps it from training, for good. */
    boolean hostFrozen() {
        return layer.getConfig() instanceof DummyConfig || Redraw.layerOf(layer) instanceof FrozenLayerWithBackprop;
    }

    /** Returns whether it has an updater with clocks, be it frozen at present or not. */
    boolean hasUpdater() {
        return info.optimized() && !hostFrozen() && updater() instanceof ControlledUpdater;
    }

    /** Returns this parameter in another group, or frozen or not. */
    LiveParameter with(ParameterInfo changed) {
        return new LiveParameter(changed, layer, name, offset);
    }

    /** Lists a model's parameters in the order of its parameter array. */
    static List<LiveParameter> of(Dl4jModel model) {
        List<LiveParameter> all = new ArrayList<>();
        Map<Regime, String> groups = new HashMap<>();
        for (UpdaterBlock block : model.updater().getUpdaterBlocks()) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                all.add(describe(state, groups));
            }
        }
        return all;
    }

    private static LiveParameter describe(UpdaterBlock.ParamState state, Map<Regime, String> groups) {
        Trainable layer = state.getLayer();
        String name = state.getParamName();
        IUpdater updater = layer.getConfig().getUpdaterByParam(name);
        ParameterInfo host = new ParameterInfo(
                layer.getConfig().getLayerName() + '/' + name,
                kind(layer, name, updater),
                Arrays.stream(values(layer, name).shape()).boxed().toList(),
                group(updater, groups),
                false);
        LiveParameter live = new LiveParameter(host, layer, name, state.getParamOffsetStart());
        if (live.hostFrozen()) {
            return live.with(host.inGroup("frozen").asFrozen());
        }
        return live.hasUpdater() && live.controlled().isFrozen() ? live.with(host.asFrozen()) : live;
    }

    /** Parameters share a group if rule and schedule are equal: they have one rate. */
    private static String group(IUpdater updater, Map<Regime, String> groups) {
        Regime regime = updater instanceof ControlledUpdater controlled ? controlled.regime() : Regime.of(updater);
        String known = groups.get(regime);
        if (known != null) {
            return known;
        }
        String type = regime.name();
        long alike = groups.keySet().stream()
                .filter(other -> other.name().equals(type))
                .count();
        String group = alike == 0 ? type : type + '-' + (alike + 1);
        groups.put(regime, group);
        return group;
    }

    private static Kind kind(Trainable layer, String name, IUpdater updater) {
        if (!(layer.getConfig() instanceof Layer config)) {
            return Kind.WEIGHT;
        }
        if (name.equals(BatchNormalizationParamInitializer.GAMMA)) {
            return Kind.GAIN;
        }
        if (name.equals(BatchNormalizationParamInitializer.BETA)) {
            return Kind.SHIFT;
        }
        if (updater instanceof NoOp) {
            return Kind.RUNNING_STATISTIC;
        }
        return LayerUpdaters.isBias(config, name) ? Kind.BIAS : Kind.WEIGHT;
    }
}
