package io.github.redescent.contract;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import java.util.List;
import java.util.Map;

/**
 * Does what it was told at the steps it was told.
 *
 * @param script actions by step
 */
public record ScriptedPolicy(Map<Long, List<Action>> script) implements Policy<ScriptedPolicy.State> {
    /**
     * What it remembers.
     *
     * @param decisions how many it has made
     */
    public record State(int decisions) {}

    /** Returns a script of one decision. */
    public static ScriptedPolicy at(long step, Action... actions) {
        return new ScriptedPolicy(Map.of(step, List.of(actions)));
    }

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
        return script.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public Transition<State> update(State state, Observation now) {
        List<Action> actions = script.getOrDefault(now.step(), List.of());
        if (actions.isEmpty()) {
            return Transition.to(state);
        }
        String names = String.join(
                ", ",
                actions.stream()
                        .map(action -> action.getClass().getSimpleName())
                        .toList());
        Evidence because = new Evidence("script", "the script says " + names, Map.of(), Map.of());
        return Transition.to(new State(state.decisions() + 1), new Decision(actions, because));
    }
}
