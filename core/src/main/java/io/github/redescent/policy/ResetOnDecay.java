package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Rate;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the optimizer forget its moments each time the learning rate has decayed, so that gradients from the large
 * steps do not steer the small ones. Bias correction restarts with the moments; the schedule goes on.
 *
 * <p>A group is reset when its settled rate η (schedule times lasting factors, without warm-ups and kicks) satisfies η
 * ≤ (1 − drop)·η_ref, where η_ref is η at the last reset, at the start, or at its highest since. A step schedule is
 * reset at each step, a cosine schedule at each halving, and a rate of zero, under which nothing moves, resets nothing.
 * Each group has a reference of its own; a redraw, a restore, a reset or another optimizer makes those groups that it
 * touches take theirs anew. Whether this helps is a matter of task; Denkowski &amp; Neubig 2017 (arXiv 1706.09733)
 * restart Adam when the rate drops, Asadi et al. 2023 (arXiv 2306.17833) when the objective changes. The trigger is
 * ours. Not useful for optimizers without memory, such as plain SGD.
 *
 * @param drop relative decrease that fires it, in (0, 1); default 0.5
 * @param mode what is forgotten; default {@link ResetMode#FULL}
 * @param rewarmSteps over how many updates the rate rises again after a reset; default 0: not at all. The factor of
 *     update i of k is 1 − ½(1 + cos(πi/(k+1))) (SPAM: Huang et al. 2025, arXiv 2501.06842, with k = 150)
 * @param target the parameters it is about; default all
 */
public record ResetOnDecay(double drop, ResetMode mode, int rewarmSteps, ParameterSelector target)
        implements Policy<ResetOnDecay.State> {

    /**
     * Makes a policy.
     *
     * @throws IllegalArgumentException if drop or rewarmSteps is out of range
     */
    public ResetOnDecay {
        if (!(drop > 0 && drop < 1)) {
            throw new IllegalArgumentException(
                    "drop must be in (0, 1), got " + drop + "; 0.5 resets at each halving of the rate");
        }
        if (rewarmSteps < 0) {
            throw new IllegalArgumentException(
                    "rewarmSteps must not be negative, got " + rewarmSteps + "; 0 switches the re-warm-up off");
        }
    }

    /** Returns the policy that resets everything at each halving of the rate. */
    public static ResetOnDecay defaults() {
        return new ResetOnDecay(0.5, ResetMode.FULL, 0, ParameterSelector.all());
    }

    /** Returns this policy with another drop, in (0, 1). */
    public ResetOnDecay withDrop(double newDrop) {
        return new ResetOnDecay(newDrop, mode, rewarmSteps, target);
    }

    /** Returns this policy with another mode. */
    public ResetOnDecay withMode(ResetMode newMode) {
        return new ResetOnDecay(drop, newMode, rewarmSteps, target);
    }

    /** Returns this policy with a re-warm-up of this many optimizer updates. */
    public ResetOnDecay withRewarm(int steps) {
        return new ResetOnDecay(drop, mode, steps, target);
    }

    /** Returns this policy for some of the parameters only. */
    public ResetOnDecay withTarget(ParameterSelector newTarget) {
        return new ResetOnDecay(drop, mode, rewarmSteps, newTarget);
    }

    /**
     * What it remembers.
     *
     * @param groups the parameters of the target that are trained, by group
     * @param references η_ref by group
     * @param warming by group, the step of the reset whose re-warm-up is under way
     */
    public record State(
            Map<String, List<ParameterInfo>> groups, Map<String, Double> references, Map<String, Long> warming) {
        /** Copies the collections. */
        public State {
            groups = Map.copyOf(groups);
            references = Map.copyOf(references);
            warming = Map.copyOf(warming);
        }

        /** Returns this state without the references of groups that an action gave other weights or rates. */
        State learn(Action action) {
            boolean others = action instanceof Action.RedrawWeights
                    || action instanceof Action.ResetState
                    || action instanceof Action.Restore
                    || action instanceof Action.UseOptimizer
                    || action instanceof Action.UseFirstOptimizer;
            if (!others || references.isEmpty()) {
                return this;
            }
            Map<String, Double> left = new HashMap<>(references);
            groups.forEach((group, members) -> {
                if (members.stream().anyMatch(action.target()::picks)) {
                    left.remove(group);
                }
            });
            return new State(groups, left, warming);
        }
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State start(Run run) {
        ParameterSet chosen = run.parameters().select(target);
        if (chosen.only(ParameterInfo::trainable).isEmpty()) {
            throw new IllegalArgumentException("ResetOnDecay: " + target.describe()
                    + " picks only frozen parameters or running statistics; pick some that are trained");
        }
        Map<String, List<ParameterInfo>> groups = chosen.only(ParameterInfo::optimized).members().stream()
                .collect(Collectors.groupingBy(ParameterInfo::group));
        return new State(groups, Map.of(), Map.of());
    }

    @Override
    public Set<Moment> moments() {
        return Set.of(Moment.STEP, Moment.EPOCH);
    }

    @Override
    public List<Action> repertoire() {
        Action reset = new Action.ResetState(target, mode);
        return rewarmSteps == 0 ? List.of(reset) : List.of(reset, new Action.SetRateFactor(target, 0.5, Span.PASSING));
    }

    @Override
    public Transition<State> update(State state, Observation now) {
        State based = state;
        for (Action action : now.applied()) {
            based = based.learn(action);
        }
        List<String> decayed = new ArrayList<>();
        State followed = follow(based, now, decayed);
        return decayed.isEmpty() ? warm(followed, now) : reset(based, followed, now, decayed);
    }

    private State follow(State state, Observation now, List<String> decayed) {
        Map<String, Double> changed = Map.of();
        for (Map.Entry<String, Rate> entry : now.rates().entrySet()) {
            String group = entry.getKey();
            double rate = entry.getValue().settled();
            if (!(rate > 0) || !state.groups().containsKey(group)) {
                continue;
            }
            Double reference = state.references().get(group);
            boolean fell = reference != null && rate <= (1 - drop) * reference;
            if (reference == null || rate > reference || fell) {
                if (changed.isEmpty()) {
                    changed = new HashMap<>(state.references());
                }
                changed.put(group, rate);
            }
            if (fell) {
                decayed.add(group);
            }
        }
        Collections.sort(decayed);
        return changed.isEmpty() ? state : new State(state.groups(), changed, state.warming());
    }

    private Transition<State> reset(State before, State after, Observation now, List<String> groups) {
        List<Action> actions = new ArrayList<>();
        Map<String, Long> warming = new HashMap<>(after.warming());
        List<String> changes = new ArrayList<>();
        Map<String, Double> measured = new HashMap<>();
        Map<String, Double> limits = new HashMap<>();
        for (String group : groups) {
            double reference = before.references().getOrDefault(group, Double.NaN);
            double rate = after.references().getOrDefault(group, Double.NaN);
            actions.add(new Action.ResetState(inGroup(group), mode));
            if (rewarmSteps > 0) {
                warming.put(group, now.step());
                actions.add(new Action.SetRateFactor(inGroup(group), new Rewarm(rewarmSteps).factor(1), Span.PASSING));
            }
            changes.add(String.format(Locale.ROOT, "rate of %s fell from %.3g to %.3g", group, reference, rate));
            measured.put("rate " + group, rate);
            limits.put("rate " + group, (1 - drop) * reference);
        }
        String sentence = String.format(
                Locale.ROOT,
                "%s, at or below %.3g of the reference → reset %s%s; undo: none needed, weights and schedule stay",
                String.join(", ", changes),
                1 - drop,
                mode.name(),
                rewarmSteps > 0 ? ", re-warm-up over " + rewarmSteps + " updates" : "");
        return Transition.to(
                new State(after.groups(), after.references(), warming),
                new Decision(actions, new Evidence("decay", sentence, measured, limits)));
    }

    private Transition<State> warm(State state, Observation now) {
        if (state.warming().isEmpty() || now.moment() != Moment.STEP) {
            return Transition.to(state);
        }
        Map<String, Long> stillWarming = new HashMap<>(state.warming());
        List<Action> actions = new ArrayList<>();
        state.warming().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            long update = now.step() - entry.getValue() + 1;
            double factor = new Rewarm(rewarmSteps).factor(update);
            actions.add(new Action.SetRateFactor(inGroup(entry.getKey()), factor, Span.PASSING));
            if (update > rewarmSteps) {
                stillWarming.remove(entry.getKey());
            }
        });
        Evidence because = new Evidence("re-warm-up", "re-warm-up goes on", Map.of(), Map.of());
        return Transition.to(
                new State(state.groups(), state.references(), stillWarming), new Decision(actions, because));
    }

    private ParameterSelector inGroup(String group) {
        return target.and(ParameterSelector.group(group));
    }
}
