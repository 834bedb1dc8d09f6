package io.github.redescent.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

/**
 * The updaters and penalties in one layer's configuration, wherever it keeps them. A layer has one updater, and can
 * have another for its biases; it has one list of penalties for its weights and one for its biases.
 */
final class LayerConfig {
    /** Recognised by identity only. */
    private static final IUpdater PROBE = new NoOp();

    /** The layers that hold the settings: both directions of a bidirectional one, else one. */
    private final List<BaseLayer> holders;

    private final boolean bidirectional;
    private List<Settings> found;

    private record Settings(
            @Nullable IUpdater updater,
            @Nullable IUpdater biasUpdater,
            @Nullable List<Regularization> penalties,
            @Nullable List<Regularization> biasPenalties) {}

    private LayerConfig(List<BaseLayer> holders, boolean bidirectional) {
        this.holders = holders;
        this.bidirectional = bidirectional;
        this.found = settings();
    }

    /** Looks into a layer's configuration. */
    static LayerConfig of(TrainingConfig config) {
        List<BaseLayer> holders = new ArrayList<>();
        collect(config, holders);
        return new LayerConfig(holders, innermost(config) instanceof Bidirectional);
    }

    private static void collect(Object config, List<BaseLayer> holders) {
        Object inner = innermost(config);
        if (inner instanceof Bidirectional both) {
            collect(both.getFwd(), holders);
            collect(both.getBwd(), holders);
        } else if (inner instanceof BaseLayer layer) {
            holders.add(layer);
        }
    }

    private static Object innermost(Object config) {
        return config instanceof BaseWrapperLayer wrapper ? innermost(wrapper.getUnderlying()) : config;
    }

    /** Returns whether the updaters are in reach. */
    boolean reachable() {
        return !holders.isEmpty();
    }

    /** Returns whether a parameter is a bias; a bidirectional layer itself takes its weights for biases. */
    boolean isBias(Layer config, String parameter) {
        return holders.isEmpty()
                ? config.initializer().isBiasParam(config, parameter)
                : holder().initializer().isBiasParam(holder(), inHolder(parameter));
    }

    /** Returns whether a parameter would follow an updater that its layer had for biases. */
    boolean followsBiasUpdater(String parameter) {
        if (holders.isEmpty()) {
            return false;
        }
        BaseLayer probe = holder().clone();
        probe.setBiasUpdater(PROBE);
        return probe.getUpdaterByParam(inHolder(parameter)) == PROBE;
    }

    /** Returns whether the layer can decay a parameter at all; normalisations cannot. */
    boolean decays(String parameter) {
        return !holders.isEmpty() && (isInList(parameter, true) || isInList(parameter, false));
    }

    /** Returns whether a parameter is decayed by the list that is for weights, or by the one that is for biases. */
    boolean isInList(String parameter, boolean ofWeights) {
        BaseLayer probe = holder().clone();
        List<Regularization> marked = List.of(new WeightDecay(1, true));
        probe.setRegularization(ofWeights ? marked : null);
        probe.setRegularizationBias(ofWeights ? null : marked);
        return probe.getRegularizationByParam(inHolder(parameter)) == marked;
    }

    /** Returns the updater of weights, or the one of biases, which may be the same. */
    @Nullable
    IUpdater updater(boolean ofBiases) {
        IUpdater biases = holder().getBiasUpdater();
        return ofBiases && biases != null ? biases : holder().getIUpdater();
    }

    /**
     * Puts updaters in, a copy for each holder, and returns whether anything changed.
     *
     * @param biases the same as that of the weights where the layer had none of its own
     */
    boolean use(IUpdater weights, IUpdater biases) {
        boolean shared = Objects.equals(weights, biases) && found.get(0).biasUpdater() == null;
        boolean change = !Objects.equals(holder().getIUpdater(), weights)
                || !Objects.equals(holder().getBiasUpdater(), shared ? null : biases);
        if (change) {
            for (BaseLayer layer : holders) {
                layer.setIUpdater(weights == layer.getIUpdater() ? weights : NamedUpdaters.copy(weights));
                layer.setBiasUpdater(
                        shared || biases == layer.getBiasUpdater()
                                ? shared ? null : biases
                                : NamedUpdaters.copy(biases));
            }
        }
        return change;
    }

    /** Puts a decay in place of the penalties of weights or biases, or the user's own back. */
    void decayBy(@Nullable Regularization decay, boolean ofBiases) {
        for (int i = 0; i < holders.size(); i++) {
            Settings own = found.get(i);
            List<Regularization> users = ofBiases ? own.biasPenalties() : own.penalties();
            // A list of its own: the builder may have given one to several layers.
            List<Regularization> list = decay == null ? users : new ArrayList<>(List.of(decay));
            if (ofBiases) {
                holders.get(i).setRegularizationBias(list);
            } else {
                holders.get(i).setRegularization(list);
            }
        }
    }

    /** Takes the penalties that stand there for ours. */
    void forgetPenalties(boolean ofBiases) {
        found = found.stream()
                .map(own -> ofBiases
                        ? new Settings(own.updater(), own.biasUpdater(), own.penalties(), null)
                        : new Settings(own.updater(), own.biasUpdater(), null, own.biasPenalties()))
                .toList();
    }

    /** Puts back what was found. */
    void giveBack() {
        for (int i = 0; i < holders.size(); i++) {
            holders.get(i).setIUpdater(found.get(i).updater());
            holders.get(i).setBiasUpdater(found.get(i).biasUpdater());
            holders.get(i).setRegularization(found.get(i).penalties());
            holders.get(i).setRegularizationBias(found.get(i).biasPenalties());
        }
    }

    private List<Settings> settings() {
        return holders.stream()
                .map(layer -> new Settings(
                        layer.getIUpdater(),
                        layer.getBiasUpdater(),
                        layer.getRegularization(),
                        layer.getRegularizationBias()))
                .toList();
    }

    private BaseLayer holder() {
        return holders.get(0);
    }

    /** Returns what the holder calls a parameter; a bidirectional layer prefixes f or b. */
    private String inHolder(String parameter) {
        return bidirectional ? parameter.substring(1) : parameter;
    }
}
