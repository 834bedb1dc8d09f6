package io.github.redescent.control;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule that watches a run and decides. A policy is an immutable configuration; what it remembers is a state record
 * that the controller keeps. {@link #update} is a pure function: no clock, logger, random source or tensor, so that a
 * run resumes exactly and replays from its trace.
 *
 * @param <S> what it remembers: a record of numbers, texts, optionals, enums, lists, maps and further records
 */
public interface Policy<S extends Record> {
    /** Returns the name that stands in files and events; no two policies of a recipe share one. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Returns the class of its state. */
    Class<S> stateType();

    /**
     * Returns the state at the start of a run.
     *
     * @throws IllegalArgumentException if the policy cannot work on this run; the message says what to do
     */
    S start(Run run);

    /**
     * Returns what it does at attach, before the first update. Not asked again when a run is resumed; reported and not
     * done in a dry run.
     */
    default Optional<Decision> opening(Run run) {
        return Optional.empty();
    }

    /** Returns the moments at which it wants to be asked. */
    default Set<Moment> moments() {
        return Set.of(Moment.STEP);
    }

    /**
     * Returns one example of every kind of action it may take, with the widest target. At attach the backend refuses
     * what it cannot do, before anything is trained.
     */
    List<Action> repertoire();

    /** Returns what it wants measured for the observation of this step. Asked on every step: return a constant. */
    default Set<Measurement> wants(S state, Moment moment, long step) {
        return Set.of();
    }

    /**
     * Returns what becomes of a user's request to restore a slot, where the slot is this policy's and it has an opinion
     * on that; empty to have it restored as it is. A decision without actions leaves all as it is. Not asked in a dry
     * run.
     */
    default Optional<Decision> onRequest(S state, String slot) {
        return Optional.empty();
    }

    /**
     * Returns the state after a decision that a dry run reported and did not carry out: nothing of what it expects will
     * come.
     *
     * @param before the state before it
     * @param after the state that goes with it
     */
    default S declined(S before, S after) {
        return after;
    }

    /** Returns the next state and maybe a decision. Returns the same state object when nothing changed. */
    Transition<S> update(S state, Observation now);
}
