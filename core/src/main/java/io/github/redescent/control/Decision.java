package io.github.redescent.control;

import java.util.List;

/**
 * Ordered actions with one evidence, taken whole or dropped whole.
 *
 * @param actions what to do, in order
 * @param because why
 * @param fateOfNothing what a decision without actions is: a suspicion, or the report of something that is certain
 */
public record Decision(List<Action> actions, Evidence because, Fate fateOfNothing) {
    /** Copies the list. */
    public Decision {
        actions = List.copyOf(actions);
    }

    /** Returns a decision; without actions it is a suspicion. */
    public Decision(List<Action> actions, Evidence because) {
        this(actions, because, Fate.SUSPECTED);
    }

    /** Returns a decision to leave all as it is and to say so: what was found is certain. */
    public static Decision report(Evidence because) {
        return new Decision(List.of(), because, Fate.REPORTED);
    }

    /**
     * Returns whether it is everyday business, such as a warm-up's rate for one step or a copy of the best weights, and
     * not worth a line in a log.
     */
    public boolean routine() {
        return !actions.isEmpty()
                && actions.stream()
                        .allMatch(action -> action instanceof Action.Keep
                                || (action instanceof Action.SetRateFactor rate && rate.span() == Span.PASSING));
    }

    /** Returns how strong its strongest action is. */
    int strength() {
        return actions.stream().mapToInt(Action::strength).max().orElse(0);
    }
}
