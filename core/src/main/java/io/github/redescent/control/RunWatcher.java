package io.github.redescent.control;

import io.github.redescent.Recipe;
import java.util.Set;

/**
 * Looks on while a run is controlled, to show or record it: a report, a log for a dashboard, a progress bar. It never
 * has a say: what it asks to have measured is kept from the policies, so that a watched run and an unwatched one decide
 * alike. Called on the training thread; one that throws is reported once and not called again, and training goes on.
 * One watcher watches one run.
 */
public interface RunWatcher {
    /**
     * Is told what begins, once, after the recipe was attached or a saved run was taken up; the events of attaching
     * follow.
     *
     * @throws RuntimeException to refuse to begin, such as where a file cannot be written; attaching then fails
     */
    default void started(Recipe recipe, Run run) {}

    /**
     * Returns what to measure at the coming update beyond what policies ask for. Measuring costs time: ask at few
     * steps.
     *
     * @param step that the coming update completes, from 1
     */
    default Set<Measurement> wants(long step) {
        return Set.of();
    }

    /**
     * Is shown what policies see right before an update, where one asks then.
     *
     * @param now made at {@link Moment#GRADIENT}
     */
    default void beforeUpdate(Observation now) {}

    /**
     * Is shown an observation before policies decide on it.
     *
     * @param now made at {@link Moment#STEP} or {@link Moment#EPOCH}, with the rate factors in force
     */
    void observed(Observation now);

    /** Is told what happened; what was decided on an observation comes right after that observation. */
    void happened(TrainingEvent event);

    /** Is told that control ends, by detaching or closing. No framework says when training ends: it may never come. */
    default void ended() {}
}
