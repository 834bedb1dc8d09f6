package io.github.redescent.dl4j.internal;

import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.IUpdater;

/** Reaches the updaters inside a layer's configuration, wrapped layers included. */
final class LayerUpdaters {
    private LayerUpdaters() {}

    /** Puts another updater in place of each one that a layer has, an instance of its own each time. */
    static void replace(Object config, UnaryOperator<IUpdater> with) {
        if (config instanceof Bidirectional both) {
            replace(both.getFwd(), with);
            replace(both.getBwd(), with);
        } else if (config instanceof BaseWrapperLayer wrapper) {
            replace(wrapper.getUnderlying(), with);
        } else if (config instanceof BaseLayer layer) {
            if (layer.getIUpdater() != null) {
                layer.setIUpdater(with.apply(layer.getIUpdater()));
            }
            if (layer.getBiasUpdater() != null) {
                layer.setBiasUpdater(with.apply(layer.getBiasUpdater()));
            }
        }
    }

    /** Returns whether a layer's updaters can be reached. */
    static boolean reachable(TrainingConfig config) {
        return config instanceof BaseLayer || config instanceof Bidirectional || config instanceof BaseWrapperLayer;
    }
}
