package io.github.redescent.parameter;

import io.github.redescent.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;

/** Collects rules, the strongest first; {@code otherwise…} or {@link #exhaustive} ends it. Not thread-safe. */
public final class ParameterGroupsBuilder {
    private final List<ParameterGroups.Rule> rules = new ArrayList<>();
    private Set<Kind> decayed = Set.of(Kind.values());

    ParameterGroupsBuilder() {}

    /** Freezes what a glob matches. */
    public ParameterGroupsBuilder frozen(String name, String glob) {
        return frozen(name, ParameterSelector.glob(glob));
    }

    /** Freezes what a selector picks. */
    public ParameterGroupsBuilder frozen(String name, ParameterSelector which) {
        return rule(name, which, new Treatment.Frozen());
    }

    /** Gives what a glob matches an optimizer of its own. */
    public ParameterGroupsBuilder group(String name, String glob, OptimizerSpec optimizer) {
        return group(name, ParameterSelector.glob(glob), optimizer);
    }

    /** Gives what a selector picks an optimizer of its own. */
    public ParameterGroupsBuilder group(String name, ParameterSelector which, OptimizerSpec optimizer) {
        return rule(name, which, new Treatment.Optimize(optimizer));
    }

    /**
     * Lets what a glob matches keep its optimizer, at another rate.
     *
     * @param rateFactor positive; 1 gives it a name and changes nothing
     */
    public ParameterGroupsBuilder scaled(String name, String glob, double rateFactor) {
        return scaled(name, ParameterSelector.glob(glob), rateFactor);
    }

    /**
     * Lets what a selector picks keep its optimizer, at another rate.
     *
     * @param rateFactor positive; 1 gives it a name and changes nothing
     */
    public ParameterGroupsBuilder scaled(String name, ParameterSelector which, double rateFactor) {
        return rule(name, which, new Treatment.Unchanged(rateFactor));
    }

    /**
     * Gives layers one kind of optimizer at rates that fall towards the input: layer l of L gets decay^(L − l) times
     * the rate. 0.75 is usual for transformers (BEiT: Bao et al. 2021, arXiv 2106.08254); ULMFiT divides by 2.6 (Howard
     * &amp; Ruder 2018, arXiv 1801.06146, section 3.2).
     *
     * @param name the groups are called name-1 … name-L
     * @param decay in (0, 1]
     * @param layers one glob per layer, from the input to the output
     * @throws IllegalArgumentException if the decay is out of range or there is no layer
     */
    public ParameterGroupsBuilder layerwise(String name, OptimizerSpec optimizer, double decay, List<String> layers) {
        return layerwise(name, decay, layers, factor -> new Treatment.Optimize(scaled(optimizer, factor)));
    }

    /**
     * Lets layers keep their optimizers at rates that fall towards the input; otherwise as {@link #layerwise(String,
     * OptimizerSpec, double, List)}.
     *
     * @throws IllegalArgumentException if the decay is out of range or there is no layer
     */
    public ParameterGroupsBuilder layerwise(String name, double decay, List<String> layers) {
        return layerwise(name, decay, layers, Treatment.Unchanged::new);
    }

    /** Exempts biases and normalisations from the weight decay of every optimizer given here. */
    public ParameterGroupsBuilder decayWeightsOnly() {
        decayed = Set.of(Kind.WEIGHT);
        return this;
    }

    /** Returns the groups; all other parameters get this optimizer. */
    public ParameterGroups otherwise(OptimizerSpec optimizer) {
        return build(Optional.of(new Treatment.Optimize(optimizer)));
    }

    /** Returns the groups; all other parameters keep what the host gave them. */
    public ParameterGroups otherwiseUnchanged() {
        return build(Optional.of(new Treatment.Unchanged(1)));
    }

    /** Returns the groups; all other parameters are frozen. */
    public ParameterGroups otherwiseFrozen() {
        return build(Optional.of(new Treatment.Frozen()));
    }

    /** Returns the groups; there must not be other parameters. */
    public ParameterGroups exhaustive() {
        return build(Optional.empty());
    }

    private static OptimizerSpec scaled(OptimizerSpec optimizer, double factor) {
        return factor == 1 ? optimizer : optimizer.withRate(optimizer.rate().times(factor));
    }

    private ParameterGroupsBuilder layerwise(
            String name, double decay, List<String> layers, DoubleFunction<Treatment> how) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("layer-wise decay must be in (0, 1], got " + decay + "; 0.75 is usual");
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layer-wise decay of \"" + name + "\" needs at least one layer's glob");
        }
        for (int layer = 1; layer <= layers.size(); layer++) {
            ParameterSelector which = ParameterSelector.glob(layers.get(layer - 1));
            rule(name + '-' + layer, which, how.apply(Math.pow(decay, (double) layers.size() - layer)));
        }
        return this;
    }

    private ParameterGroupsBuilder rule(String name, ParameterSelector which, Treatment how) {
        rules.add(new ParameterGroups.Rule(name, which, how));
        return this;
    }

    private ParameterGroups build(Optional<Treatment> otherwise) {
        return new ParameterGroups(rules, otherwise, decayed);
    }
}
