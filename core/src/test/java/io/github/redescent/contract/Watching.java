package io.github.redescent.contract;

import io.github.redescent.control.Action;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import java.util.List;
import java.util.Set;

/**
 * Looks at everything and does nothing.
 *
 * @param moments when it looks
 * @param wanted what is measured at every step
 * @param seen gets every observation
 */
public record Watching(Set<Moment> moments, Set<Measurement> wanted, List<Observation> seen)
        implements Policy<Watching.State> {
    /**
     * What it remembers.
     *
     * @param nothing 0
     */
    public record State(int nothing) {}

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State start(Run run) {
        return new State(0);
    }

    @Override
    public List<Action> repertoire() {
        return List.of();
    }

    @Override
    public Set<Measurement> wants(State state, Moment moment, long step) {
        return moment == Moment.STEP ? wanted : Set.of();
    }

    @Override
    public Transition<State> update(State state, Observation now) {
        seen.add(now);
        return Transition.to(state);
    }
}
