package io.github.redescent.control;

import java.util.List;

/**
 * What one policy remembers.
 *
 * @param policy the policy's name
 * @param configuration the policy's settings as text, to notice that they changed
 * @param state its state record
 * @param pending actions of others that it has not seen yet
 */
public record PolicyState(String policy, String configuration, Record state, List<Action> pending) {
    /** Copies the list. */
    public PolicyState {
        pending = List.copyOf(pending);
    }
}
