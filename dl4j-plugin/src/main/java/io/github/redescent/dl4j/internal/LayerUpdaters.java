package io.github.redescent.dl4j.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Reaches the updaters and penalties inside a layer's configuration, wrapped layers included. */
final class LayerUpdaters {
    /** Recognised by identity only. */
    private static final IUpdater PROBE = new NoOp();

    private LayerUpdaters() {}

    /** Puts another updater in place of each one that a layer has, an instance of its own each time. */
    static void replace(Object config, UnaryOperator<IUpdater> with) {
        visit(config, layer -> {
            if (layer.getIUpdater() != null) {
                layer.setIUpdater(with.apply(layer.getIUpdater()));
            }
            if (layer.getBiasUpdater() != null) {
                layer.setBiasUpdater(with.apply(layer.getBiasUpdater()));
            }
        });
    }

    /** Gives a layer's biases an updater of their own, equal to the one that they share with the weights. */
    static void giveBiasesTheirOwn(Object config) {
        visit(config, layer -> {
            if (layer.getIUpdater() != null && layer.getBiasUpdater() == null) {
                layer.setBiasUpdater(layer.getIUpdater().clone());
            }
        });
    }

    /** Lets biases share the weights' updater again where theirs is the same. */
    static void shareWithBiases(Object config) {
        visit(config, layer -> {
            if (layer.getBiasUpdater() != null && layer.getBiasUpdater().equals(layer.getIUpdater())) {
                layer.setBiasUpdater(null);
            }
        });
    }

    /** Returns whether a layer's updaters can be reached. */
    static boolean reachable(TrainingConfig config) {
        return config instanceof BaseLayer || config instanceof Bidirectional || config instanceof BaseWrapperLayer;
    }

    /** Returns whether a parameter is a bias; a bidirectional layer itself takes its weights for biases. */
    static boolean isBias(Layer config, String parameter) {
        Owner owner = owner(config, parameter);
        return owner == null
                ? config.initializer().isBiasParam(config, parameter)
                : owner.layer().initializer().isBiasParam(owner.layer(), owner.parameter());
    }

    /** Returns whether a parameter would follow an updater that its layer had for biases. */
    static boolean followsBiasUpdater(TrainingConfig config, String parameter) {
        Owner owner = owner(config, parameter);
        if (owner == null) {
            return false;
        }
        BaseLayer probe = owner.layer().clone();
        probe.setBiasUpdater(PROBE);
        return probe.getUpdaterByParam(owner.parameter()) == PROBE;
    }

    /** Returns whether a layer can decay a parameter at all; normalisations cannot. */
    static boolean decays(TrainingConfig config, String parameter) {
        Owner owner = owner(config, parameter);
        return owner != null && (inList(owner, true) || inList(owner, false));
    }

    /** Puts one penalty, or none, in place of all that a layer has for a parameter and its like. */
    static void decayBy(TrainingConfig config, String parameter, @Nullable Regularization decay) {
        Owner owner = owner(config, parameter);
        if (owner == null) {
            return;
        }
        boolean weights = inList(owner, true);
        visit(config, layer -> {
            // A list of its own: the builder may have given one to several layers.
            List<Regularization> list = new ArrayList<>(decay == null ? List.of() : List.of(decay));
            if (weights) {
                layer.setRegularization(list);
            } else {
                layer.setRegularizationBias(list);
            }
        });
    }

    private static boolean inList(Owner owner, boolean ofWeights) {
        BaseLayer probe = owner.layer().clone();
        List<Regularization> marked = List.of(new WeightDecay(1, true));
        probe.setRegularization(ofWeights ? marked : null);
        probe.setRegularizationBias(ofWeights ? null : marked);
        return probe.getRegularizationByParam(owner.parameter()) == marked;
    }

    private record Owner(BaseLayer layer, String parameter) {}

    /** Returns the layer that decides, and what it calls the parameter; a bidirectional layer prefixes f or b. */
    private static @Nullable Owner owner(Object config, String parameter) {
        if (config instanceof Bidirectional both) {
            return owner(both.getFwd(), parameter.substring(1));
        }
        if (config instanceof BaseWrapperLayer wrapper) {
            return owner(wrapper.getUnderlying(), parameter);
        }
        return config instanceof BaseLayer layer ? new Owner(layer, parameter) : null;
    }

    private static void visit(Object config, Consumer<BaseLayer> action) {
        if (config instanceof Bidirectional both) {
            visit(both.getFwd(), action);
            visit(both.getBwd(), action);
        } else if (config instanceof BaseWrapperLayer wrapper) {
            visit(wrapper.getUnderlying(), action);
        } else if (config instanceof BaseLayer layer) {
            action.accept(layer);
        }
    }
}
