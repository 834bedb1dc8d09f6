package io.github.redescent.policy;

import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import io.github.redescent.region.Flatness;
import java.util.Optional;
import java.util.Set;

/** When something is due. Counts from the attach, or from the switch, restart or restore before. */
public sealed interface Trigger permits AfterEpochs, AtStep, OnPlateau, Swats {
    /** Returns why it fires now, if it does. */
    Optional<Evidence> fires(Watch watch);

    /** Returns what it wants measured at a step, so that sizes are known when it fires. */
    Set<Measurement> wants(long step, Watch watch);

    /** Returns the constants of its test for a plateau, where it has one. */
    default Optional<Flatness> plateau() {
        return Optional.empty();
    }

    /**
     * Returns what is known of the projected rate after one more update p of gradient g.
     *
     * @param squared pᵀp
     * @param dot pᵀg
     */
    default Projection follow(Projection before, double squared, double dot) {
        return before;
    }

    /** Returns whether it estimates a rate for gradient descent. */
    default boolean estimatesRate() {
        return false;
    }

    /** Returns the rate that it estimated, if it did. */
    default Optional<ProjectedRate> projected(Projection projection) {
        return Optional.empty();
    }

    /**
     * Returns a trigger at the end of an epoch. Needs a host that announces epochs: not DL4J's {@code fit(DataSet)}.
     *
     * @param count epochs, at least 1
     * @throws IllegalArgumentException if the count is not positive
     */
    static AfterEpochs afterEpochs(int count) {
        return new AfterEpochs(count);
    }

    /**
     * Returns a trigger after a number of optimizer updates.
     *
     * @param count updates since counting began, at least 1
     * @throws IllegalArgumentException if the count is not positive
     */
    static AtStep atStep(long count) {
        return new AtStep(count);
    }

    /** Returns a trigger that fires once the loss no longer falls, with all defaults. */
    static OnPlateau onPlateau() {
        return OnPlateau.DEFAULTS;
    }

    /** Returns the trigger of SWATS in its robust form, with all defaults. */
    static Swats swats() {
        return swats(Swats.Variant.ROBUST);
    }

    /** Returns the trigger of SWATS. */
    static Swats swats(Swats.Variant variant) {
        return Swats.of(variant);
    }
}
