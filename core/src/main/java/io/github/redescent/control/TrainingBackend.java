package io.github.redescent.control;

import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.Set;

/**
 * What the controller may do to a running training: all that an adapter writes for its framework. Called on the
 * training thread, between an update and the next forward pass ({@link #keep} also before an update). A method that
 * throws has changed nothing, or the controller's refusal to go on tells the user which slot to restore.
 */
public interface TrainingBackend {
    /**
     * Returns the parameters. Paths, kinds and shapes stay for the whole run; groups and freezing are the present ones.
     */
    ParameterTable parameters();

    /**
     * Takes over the groups of a table, by which rates and measurements are asked for from now on, and freezes or
     * unfreezes what differs. Called once, at attach or resume, after everything was {@link #require required}.
     *
     * @param grouped this backend's parameters, in the same order
     */
    void adopt(ParameterTable grouped);

    /** Gives parameters the optimizer that they start with, brand-new; called at attach only. */
    void start(ParameterSet on, OptimizerSpec optimizer);

    /** Lets another optimizer take over. */
    void use(ParameterSet on, OptimizerSpec optimizer, Handover handover);

    /**
     * Gives parameters back the optimizer that they started with, brand-new, its schedule where it would be had there
     * been no other. Does nothing to those that have it.
     */
    void useFirst(ParameterSet on);

    /** Keeps parameters from training, running statistics included. */
    void freeze(ParameterSet on);

    /** Lets parameters train, with a brand-new optimizer's state. */
    void unfreeze(ParameterSet on);

    /** Returns how many optimizer updates the model has had, those before this run included. */
    long step();

    /**
     * Checks at attach that an action is possible.
     *
     * @throws UnsupportedByBackendException if it is not; the message says what to do
     */
    void require(Action example, ParameterSet on);

    /**
     * Checks at attach that parameters can start with an optimizer. Groups are checked before the policies' actions, so
     * that a backend knows what these will meet.
     *
     * @throws UnsupportedByBackendException if it is not possible; the message says what to do
     */
    default void requireStart(ParameterSet on, OptimizerSpec optimizer) {
        require(new Action.UseOptimizer(ParameterSelector.all(), optimizer, Handover.FRESH), on);
    }

    /** Leaves the coming update out; called before an update only. */
    void skipUpdate();

    /**
     * Multiplies the gradients of the coming update; called before an update only. A backend that cannot says so at
     * attach already, in {@link #require}.
     */
    default void scaleGradients(ParameterSet on, double factor) {
        throw new UnsupportedByBackendException("gradients cannot be scaled here; skip updates instead of clipping");
    }

    /** Resets moments and local steps, not the schedule. */
    void reset(ParameterSet on, ResetMode mode);

    /** Draws weights anew with the layers' own initialisers. */
    void redraw(ParameterSet on, long seed);

    /**
     * Sets the product of all policies' factors of one span.
     *
     * @param product positive
     */
    void rateFactor(ParameterSet on, double product, Span span);

    /** Starts the schedule anew. */
    void restartSchedule(ParameterSet on);

    /** Copies state into a slot. */
    void keep(ParameterSet on, String slot, Set<Part> parts);

    /**
     * Brings back what a slot holds; optimizer state comes with the optimizer and the schedule that it belongs to.
     *
     * @throws IllegalStateException if nothing was kept in it
     */
    void restore(ParameterSet on, String slot);

    /** Is told that the run ends; the controller throws to the host afterwards. */
    void stop(String reason);
}
