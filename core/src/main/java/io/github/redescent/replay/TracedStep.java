package io.github.redescent.replay;

import io.github.redescent.control.Action;
import io.github.redescent.control.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One line of a trace.
 *
 * @param observed what was observed after the update
 * @param by who decided each of the actions that were applied before it; empty if that is not known
 */
record TracedStep(Observation observed, List<String> by) {
    TracedStep {
        if (!by.isEmpty() && by.size() != observed.applied().size()) {
            throw new IllegalArgumentException(TraceFields.APPLIED_BY + " must name one for each of the "
                    + observed.applied().size() + " actions in " + TraceFields.APPLIED + ", got " + by);
        }
        by = List.copyOf(by);
    }

    /** Returns the actions that none of these decided. */
    List<Action> appliedByOthers(Set<String> policies) {
        List<Action> others = new ArrayList<>();
        for (int i = 0; i < observed.applied().size(); i++) {
            if (by.isEmpty() || !policies.contains(by.get(i))) {
                others.add(observed.applied().get(i));
            }
        }
        return others;
    }
}
