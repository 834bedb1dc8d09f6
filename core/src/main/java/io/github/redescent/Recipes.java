package io.github.redescent;

import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;

/** Recipes for common needs. */
public final class Recipes {
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
}
