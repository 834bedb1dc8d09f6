package io.github.redescent;

import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.GradualUnfreeze;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.util.List;
import java.util.stream.IntStream;

/** Recipes for common needs. */
public final class Recipes {
    private static final String HEAD = "head";
    private static final String BODY = "body";

    private Recipes() {}

    /**
     * Returns a recipe for a run that will not learn: weights are drawn anew and the rate is lowered when the run is in
     * a bad region, and optimizer state is reset when the rate decays.
     *
     * @param acceptableLoss the training loss that the run should reach, on the scale that the listener observes
     */
    public static Recipe rescue(double acceptableLoss) {
        return Recipe.of(
                ResetOnDecay.defaults(), ReinitializeOnBadRegion.defaults().withAcceptableLoss(acceptableLoss));
    }

    /**
     * Returns a recipe that trains the new head of a pretrained model and nothing else.
     *
     * @param head glob of the head's parameters
     */
    public static Recipe headOnly(String head, OptimizerSpec optimizer) {
        return Recipe.of(ParameterGroups.builder().group(HEAD, head, optimizer).otherwiseFrozen());
    }

    /**
     * Returns a recipe that gives the new head of a pretrained model one optimizer, such as Adam, and the body another,
     * such as slow SGD.
     *
     * @param head glob of the head's parameters
     */
    public static Recipe split(String head, OptimizerSpec headOptimizer, OptimizerSpec bodyOptimizer) {
        return Recipe.of(
                ParameterGroups.builder().group(HEAD, head, headOptimizer).otherwise(bodyOptimizer));
    }

    /**
     * Returns a recipe that trains the head first and lets the body's layers follow from the head down, the lower the
     * slower (ULMFiT: Howard &amp; Ruder 2018, arXiv 1801.06146).
     *
     * @param body one glob per layer, from the input on; all else is the head
     * @param decay rate of a layer as a share of that of the layer above, in (0, 1]; 0.75 is usual
     * @param epochs between two layers, at least 1
     */
    public static Recipe gradual(
            List<String> body, double decay, int epochs, OptimizerSpec headOptimizer, OptimizerSpec bodyOptimizer) {
        String[] downwards = IntStream.range(0, body.size())
                .mapToObj(below -> BODY + '-' + (body.size() - below))
                .toArray(String[]::new);
        ParameterGroups groups = ParameterGroups.builder()
                .layerwise(BODY, bodyOptimizer, decay, body)
                .otherwise(headOptimizer);
        return Recipe.of(GradualUnfreeze.of(downwards).everyEpochs(epochs)).withGroups(groups);
    }
}
