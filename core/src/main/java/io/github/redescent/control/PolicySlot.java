package io.github.redescent.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A policy with its state during a run. What {@link #propose} returns counts only once it is committed. */
final class PolicySlot<S extends Record> {
    private final Policy<S> policy;
    private final Set<Moment> moments;
    private final List<Action> pending = new ArrayList<>();
    private S state;

    private PolicySlot(Policy<S> policy, S state) {
        this.policy = policy;
        this.moments = policy.moments();
        this.state = state;
    }

    static <S extends Record> PolicySlot<S> start(Policy<S> policy, Run run) {
        return new PolicySlot<>(policy, policy.start(run));
    }

    /** Resumes all policies of a recipe; both sides must have the same ones. */
    static List<PolicySlot<?>> resumeAll(List<Policy<?>> policies, List<PolicyState> saved) {
        Map<String, PolicyState> byName =
                saved.stream().collect(Collectors.toMap(PolicyState::policy, Function.identity()));
        List<PolicySlot<?>> slots = new ArrayList<>();
        for (Policy<?> policy : policies) {
            PolicyState own = byName.remove(policy.name());
            if (own == null) {
                throw new IllegalArgumentException(
                        "the saved state has no policy " + policy.name() + "; resume with the recipe that was saved");
            }
            slots.add(resume(policy, own));
        }
        for (String left : byName.keySet()) {
            throw new IllegalArgumentException("the recipe has no policy " + left
                    + ", which the saved state has; resume with the recipe that was saved");
        }
        return slots;
    }

    private static <S extends Record> PolicySlot<S> resume(Policy<S> policy, PolicyState saved) {
        if (!Configuration.text(policy).equals(saved.configuration())) {
            throw new IllegalArgumentException("policy " + policy.name() + " was saved as " + saved.configuration()
                    + " and is now " + Configuration.text(policy) + "; resume with the recipe that was saved");
        }
        PolicySlot<S> slot = new PolicySlot<>(policy, policy.stateType().cast(saved.state()));
        slot.pending.addAll(saved.pending());
        return slot;
    }

    Policy<S> policy() {
        return policy;
    }

    boolean listensTo(Moment moment) {
        return moments.contains(moment);
    }

    Set<Measurement> wants(Moment moment, long step) {
        return listensTo(moment) ? policy.wants(state, moment, step) : Set.of();
    }

    Optional<Decision> onRequest(String slot) {
        return policy.onRequest(state, slot);
    }

    Proposal<S> propose(Observation now) {
        Observation seen = pending.isEmpty() ? now : now.withApplied(pending);
        return new Proposal<>(this, policy.update(state, seen));
    }

    void decline(S next) {
        commit(policy.declined(state, next));
    }

    void commit(S next) {
        state = next;
        pending.clear();
    }

    void learn(Action applied) {
        pending.add(applied);
    }

    PolicyState save() {
        return new PolicyState(policy.name(), Configuration.text(policy), state, pending);
    }
}
