package io.github.redescent.control;

import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.Set;

/**
 * What the controller may do to a running training: all that an adapter writes for its framework. Called on the
 * training thread, between an update and the next forward pass ({@link #keep} also before an update). A method that
 * throws has changed nothing, or the controller's refusal to go on tells the user which slot to restore.
 */
public interface TrainingBackend {
    /** Returns the parameters; the same for the whole run. */
    ParameterTable parameters();

    /** Returns how many optimizer updates the model has had, those before this run included. */
    long step();

    /**
     * Checks at attach that an action is possible.
     *
     * @throws UnsupportedByBackendException if it is not; the message says what to do
     */
    void require(Action example, ParameterSet on);

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
     * Brings back what a slot holds.
     *
     * @throws IllegalStateException if nothing was kept in it
     */
    void restore(ParameterSet on, String slot);

    /** Is told that the run ends; the controller throws to the host afterwards. */
    void stop(String reason);
}
