package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.region.Lengths;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holds groups of a pretrained model back and lets them train one after the other, from the head down, so that a fresh
 * head does not shake what lies below before it has learned (ULMFiT: Howard and Ruder 2018, arXiv 1801.06146, section
 * 3.3: one group per epoch). The groups are frozen at attach, where they are not yet, and keep the optimizers that they
 * have; one that is unfrozen starts with a brand-new state, at local step 0.
 *
 * <pre>{@code
 * Recipe.of(GradualUnfreeze.of("block3", "block2", "stem")).withGroups(groups)
 * }</pre>
 *
 * <p>Not useful where a model is trained from scratch, nor where the new data is so plentiful that everything may move
 * from the start. A restart does not freeze anything again.
 *
 * @param groups the groups' names, in the order in which they are unfrozen
 * @param pace how long one waits after the other; default an epoch
 */
public record GradualUnfreeze(List<String> groups, Trigger pace) implements Policy<GradualUnfreeze.State> {

    /**
     * What it remembers.
     *
     * @param unfrozen how many groups were unfrozen
     * @param since when the last one was
     * @param course how far the run is
     */
    public record State(int unfrozen, Since since, Course course) {}

    /**
     * Checks the names and the pace.
     *
     * @throws IllegalArgumentException if there is no group, one comes twice, or the pace is SWATS'
     */
    public GradualUnfreeze {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException(
                    "GradualUnfreeze needs at least one group, got none; name those that are frozen, from the head down");
        }
        Set<String> seen = new HashSet<>();
        for (String group : groups) {
            if (!seen.add(group)) {
                throw new IllegalArgumentException("GradualUnfreeze: group \"" + group + "\" comes twice in " + groups);
            }
        }
        if (pace.estimatesRate()) {
            throw new IllegalArgumentException(
                    "GradualUnfreeze cannot wait for " + pace + "; use everyEpochs(1) or onPlateau()");
        }
    }

    /** Returns the policy that unfreezes these groups in this order, one per epoch. */
    public static GradualUnfreeze of(String... groups) {
        return new GradualUnfreeze(List.of(groups), Trigger.afterEpochs(1));
    }

    /**
     * Returns this policy with another number of epochs between two groups.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public GradualUnfreeze everyEpochs(int count) {
        return new GradualUnfreeze(groups, Trigger.afterEpochs(count));
    }

    /** Returns this policy waiting for the loss not to fall any longer. */
    public GradualUnfreeze onPlateau() {
        return onPlateau(Trigger.onPlateau());
    }

    /** Returns this policy waiting for the loss not to fall any longer. */
    public GradualUnfreeze onPlateau(OnPlateau plateau) {
        return new GradualUnfreeze(groups, plateau);
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State start(Run run) {
        for (String group : groups) {
            requirePresent(group, run);
        }
        Optional<Lengths> lengths = pace.plateau().map(limits -> Lengths.of(limits, run.plannedSteps()));
        Course course = Course.startingAfter(run.firstStep(), lengths);
        return new State(0, course.since(), course);
    }

    private static void requirePresent(String group, Run run) {
        if (members(group, run).isEmpty()) {
            List<String> present = run.parameters().entries().stream()
                    .map(ParameterInfo::group)
                    .distinct()
                    .toList();
            throw new IllegalArgumentException("GradualUnfreeze: there is no group \"" + group + "\"; there are "
                    + present + "; name groups of the recipe's ParameterGroups");
        }
    }

    private static ParameterSet members(String group, Run run) {
        return run.parameters().all().only(each -> each.group().equals(group));
    }

    @Override
    public Optional<Decision> opening(Run run) {
        List<Action> freezes = groups.stream()
                .filter(group ->
                        !members(group, run).only(ParameterInfo::trainable).isEmpty())
                .<Action>map(group -> new Action.Freeze(ParameterSelector.group(group)))
                .toList();
        Evidence because = new Evidence(
                "opening", "the head goes first → freeze " + String.join(", ", groups), Map.of(), Map.of());
        return freezes.isEmpty() ? Optional.empty() : Optional.of(new Decision(freezes, because));
    }

    @Override
    public Set<Moment> moments() {
        return Set.of(Moment.STEP, Moment.EPOCH);
    }

    @Override
    public List<Action> repertoire() {
        return groups.stream()
                .flatMap(group -> Stream.of(new Action.Freeze(ParameterSelector.group(group)), unfreeze(group)))
                .toList();
    }

    @Override
    public Transition<State> update(State state, Observation now) {
        if (state.unfrozen() == groups.size()) {
            return Transition.to(state);
        }
        Course based =
                now.hasNewWeights() || now.hasNewOptimizer() ? state.course().rebased() : state.course();
        Course course = based.see(now);
        Optional<Evidence> why = pace.fires(new Watch(state.since(), course, Projection.NONE));
        if (why.isEmpty()) {
            return Transition.to(new State(state.unfrozen(), state.since(), course));
        }
        String group = groups.get(state.unfrozen());
        int count = state.unfrozen() + 1;
        Evidence because = new Evidence(
                why.get().rule(),
                why.get().sentence() + " → unfreeze " + group + ", group " + count + " of " + groups.size(),
                why.get().measured(),
                why.get().threshold());
        State next = new State(count, course.since(), course.rebased());
        return Transition.to(next, new Decision(List.of(unfreeze(group)), because));
    }

    private static Action unfreeze(String group) {
        return new Action.Unfreeze(ParameterSelector.group(group));
    }
}
