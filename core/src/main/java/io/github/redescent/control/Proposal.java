package io.github.redescent.control;

import io.github.redescent.parameter.ParameterTable;
import java.util.List;
import java.util.Optional;

/** What one policy made of one observation, before anything is committed. */
record Proposal<S extends Record>(PolicySlot<S> slot, Transition<S> transition) {
    Optional<Decision> decision() {
        return transition.decision();
    }

    String policy() {
        return slot.policy().name();
    }

    void decline() {
        slot.decline(transition.state());
    }

    void commit() {
        slot.commit(transition.state());
    }

    /**
     * Returns whether two decisions claim one parameter; rate factors, keeping and schedules claim none. A decision
     * that keeps and changes claims all: what it keeps has its place in the order, before or after the other.
     */
    boolean conflictsWith(Proposal<?> other, ParameterTable table) {
        boolean bothChange = !claims().isEmpty() && !other.claims().isEmpty();
        if (bothChange && (keeps() || other.keeps())) {
            return true;
        }
        return claims().stream()
                .anyMatch(mine -> other.claims().stream()
                        .anyMatch(theirs -> table.all()
                                .only(mine.target()::picks)
                                .overlaps(table.all().only(theirs.target()::picks))));
    }

    private boolean keeps() {
        return decision().stream()
                .flatMap(decision -> decision.actions().stream())
                .anyMatch(Action.Keep.class::isInstance);
    }

    private List<Action> claims() {
        return decision().stream()
                .flatMap(decision -> decision.actions().stream())
                .filter(action -> action.strength() > 0)
                .toList();
    }
}
