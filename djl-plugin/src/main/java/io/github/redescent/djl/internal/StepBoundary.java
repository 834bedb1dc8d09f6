package io.github.redescent.djl.internal;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells where a step begins: DJL calls once per parameter and never says so. A batch marks the next step; in a loop of
 * the user's own, which may not announce its batches, a parameter that comes again does.
 */
final class StepBoundary {
    private final Set<String> updated = new HashSet<>();

    /** Notes that a parameter is to be updated and returns whether it is the first of a step. */
    boolean begins(String parameterId) {
        boolean first = updated.isEmpty();
        if (!updated.add(parameterId)) {
            updated.clear();
            updated.add(parameterId);
            first = true;
        }
        return first;
    }

    /** Notes that what comes belongs to the next step. */
    void next() {
        updated.clear();
    }
}
