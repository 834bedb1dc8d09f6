package io.github.redescent.control;

import java.util.Optional;

/**
 * What a policy makes of an observation.
 *
 * @param state its next state
 * @param decision what it wants done, if anything
 * @param <S> the policy's state
 */
public record Transition<S extends Record>(S state, Optional<Decision> decision) {
    /** Returns a transition that decides nothing. */
    public static <S extends Record> Transition<S> to(S state) {
        return new Transition<>(state, Optional.empty());
    }

    /** Returns a transition with a decision. */
    public static <S extends Record> Transition<S> to(S state, Decision decision) {
        return new Transition<>(state, Optional.of(decision));
    }
}
