package io.github.redescent.control;

import java.util.List;

/**
 * Ordered actions with one evidence, taken whole or dropped whole. A decision without actions is a suspicion: it is
 * reported and nothing is done.
 *
 * @param actions what to do, in order
 * @param because why
 */
public record Decision(List<Action> actions, Evidence because) {
    /** Copies the list. */
    public Decision {
        actions = List.copyOf(actions);
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
