package io.github.redescent.dl4j;

import io.github.redescent.optimizer.Host;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.spi.Assignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.misc.DummyConfig;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/** One parameter of a live model, the rule that trains it now, and whatever state the model has no room for. */
final class LiveParameter {
    private final ParameterInfo info;
    private final Trainable layer;
    private final LayerConfig config;
    private final String name;
    private final long offset;
    private final boolean followsBiasUpdater;
    private final Host found;
    private final DecayedBy decayedBy;
    private List<Regularization> penalties;

    private IUpdater seen;
    private IUpdater seenThen;
    private Assignment now;
    private IUpdater rule;
    private @Nullable Regularization decay;

    /** Arrays of the rule's own where the model's state has no room for it. */
    @Nullable
    Map<String, INDArray> own;

    /** The rate of the last update that this library made, by which a velocity of DL4J is scaled; NaN if none was. */
    double lastRate = Double.NaN;

    /** Which of its layer's lists of penalties is for it. */
    enum DecayedBy {
        WEIGHTS_LIST,
        BIASES_LIST,
        NONE
    }

    private LiveParameter(UpdaterBlock.ParamState state, LayerConfig config, NamedUpdaters updaters) {
        this.layer = state.getLayer();
        this.config = config;
        this.name = state.getParamName();
        this.offset = state.getParamOffsetStart();
        IUpdater updater = configured();
        String group = updaters.nameOf(updater);
        ParameterInfo host = new ParameterInfo(
                layer.getConfig().getLayerName() + '/' + name,
                kind(updater),
                Arrays.stream(values().shape()).boxed().toList(),
                hostFrozen() ? "frozen" : group,
                false);
        this.info = hostFrozen() ? host.asFrozen() : host;
        this.followsBiasUpdater = config.followsBiasUpdater(name);
        this.found = new Host(group);
        this.decayedBy = decayedBy();
        this.now = new Assignment(found, found.rate(), 0, 0);
        this.rule = updater;
        this.seen = updater;
        this.seenThen = NamedUpdaters.copy(updater);
        List<Regularization> present = layer.getConfig().getRegularizationByParam(name);
        this.penalties = present == null ? List.of() : present;
    }

    /** Lists a model's parameters in the order of its parameter array. */
    static List<LiveParameter> of(Network model, NamedUpdaters updaters) {
        List<LiveParameter> all = new ArrayList<>();
        IdentityHashMap<TrainingConfig, LayerConfig> configs = new IdentityHashMap<>();
        for (UpdaterBlock block : model.blocks()) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                LayerConfig config = configs.computeIfAbsent(state.getLayer().getConfig(), LayerConfig::of);
                all.add(new LiveParameter(state, config, updaters));
            }
        }
        return all;
    }

    ParameterInfo info() {
        return info;
    }

    String path() {
        return info.path();
    }

    String name() {
        return name;
    }

    long offset() {
        return offset;
    }

    Trainable trainable() {
        return layer;
    }

    LayerConfig config() {
        return config;
    }

    /** Returns whether its configured updater is the one that its layer may have for biases. */
    boolean followsBiasUpdater() {
        return followsBiasUpdater;
    }

    /** Returns its own array, a live view into the row of all. */
    INDArray values() {
        return Objects.requireNonNull(layer.paramTable(false).get(name), name);
    }

    /** Returns its part of a row of all parameters, as a live view. */
    INDArray in(INDArray row) {
        return row.get(NDArrayIndex.interval(offset, offset + info.count()));
    }

    /** Returns the layer it belongs to. */
    Layer layer() {
        return layer instanceof GraphVertex vertex ? vertex.getLayer() : (Layer) layer;
    }

    /** Returns whether the framework itself keeps it from training, for good. */
    boolean hostFrozen() {
        return layer.getConfig() instanceof DummyConfig || layer() instanceof FrozenLayerWithBackprop;
    }

    /** Returns whether an optimizer moves it, or will once it is unfrozen. */
    boolean optimized() {
        return info.optimized() && !hostFrozen();
    }

    /** Returns the updater that the layer's configuration names for it. */
    IUpdater configured() {
        IUpdater updater = layer.getConfig().getUpdaterByParam(name);
        return updater == null ? new NoOp() : updater;
    }

    /** Returns whether the configured updater is what it was at the last look, rate included. */
    boolean isAsConfigured(IUpdater present, int iteration, int epoch) {
        return present == seen
                && (!present.hasLearningRate()
                        || Double.compare(
                                        present.getLearningRate(iteration, epoch),
                                        seenThen.getLearningRate(iteration, epoch))
                                == 0);
    }

    /** Looks at the configured updater. */
    void noteConfigured() {
        seen = configured();
        seenThen = NamedUpdaters.copy(seen);
    }

    /** Returns the optimizer that it was found with. */
    Host found() {
        return found;
    }

    /** Returns the optimizer that it has. */
    Assignment now() {
        return now;
    }

    /** Returns whether it has the optimizer that it was found with. */
    boolean asFound() {
        return now.optimizer().equals(found);
    }

    /** Returns which list of penalties is for it. */
    DecayedBy listed() {
        return decayedBy;
    }

    private DecayedBy decayedBy() {
        if (!config.decays(name)) {
            return DecayedBy.NONE;
        }
        return config.isInList(name, true) ? DecayedBy.WEIGHTS_LIST : DecayedBy.BIASES_LIST;
    }

    /** Notes that its optimizer has another rate. */
    void rateSet(LearningRate rate) {
        now = new Assignment(now.optimizer(), rate, 0, 0);
    }

    /** Gives it another optimizer. */
    void use(Assignment next, Rules rules) {
        now = next;
        rule = next.optimizer().match(rules);
        decay = Rules.decay(next.optimizer());
        lastRate = Double.NaN;
    }

    /** Gives it the optimizer that it was saved with, whose decay stands on the layer already. */
    void resume(Assignment saved, Rules rules) {
        use(saved, rules);
        if (decay != null) {
            penalties = List.of();
            config.forgetPenalties(decayedBy == DecayedBy.BIASES_LIST);
        }
    }

    /** Gives it the configured updater, state and all. */
    void takeConfigured() {
        own = null;
        rule = configured();
    }

    /** Returns the rule; its rate means nothing. */
    IUpdater rule() {
        return rule;
    }

    /** Returns whether it has heavy-ball momentum, which DL4J holds as the state of a {@code Nesterovs}. */
    boolean heavyBall() {
        return Rules.isHeavyBall(now.optimizer());
    }

    /** Returns the decay that its optimizer brings, null for none. */
    @Nullable
    Regularization decay() {
        return decay;
    }

    /** Returns the penalties that apply to it. */
    List<Regularization> penalties() {
        return decay == null ? penalties : List.of(decay);
    }

    /** Returns the penalties that the user gave it. */
    List<Regularization> usersPenalties() {
        return penalties;
    }

    private Kind kind(IUpdater updater) {
        if (!(layer.getConfig() instanceof org.deeplearning4j.nn.conf.layers.Layer conf)) {
            return Kind.WEIGHT;
        }
        if (name.equals(BatchNormalizationParamInitializer.GAMMA)) {
            return Kind.GAIN;
        }
        if (name.equals(BatchNormalizationParamInitializer.BETA)) {
            return Kind.SHIFT;
        }
        if (updater instanceof NoOp && !hostFrozen()) {
            return Kind.RUNNING_STATISTIC;
        }
        return config.isBias(conf, name) ? Kind.BIAS : Kind.WEIGHT;
    }
}
