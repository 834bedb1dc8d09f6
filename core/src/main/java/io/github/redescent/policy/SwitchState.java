package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.trend.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What {@link SwitchOptimizer} remembers.
 *
 * @param groups where each group is, in the table's order
 * @param course how far the run is
 * @param before the newest losses, where a trial may need them
 * @param probation the trial under way
 * @param kept which stage the groups were in when a slot was kept
 */
record SwitchState(
        List<GroupStage> groups, Course course, Series before, Optional<Probation> probation, List<KeptStages> kept) {

    /**
     * Which optimizers a slot brings back.
     *
     * @param slot its name
     * @param stages the stage of each group
     */
    public record KeptStages(String slot, List<Integer> stages) {
        /** Copies the list. */
        public KeptStages {
            stages = List.copyOf(stages);
        }
    }

    /** Copies the lists. */
    public SwitchState {
        groups = List.copyOf(groups);
        kept = List.copyOf(kept);
    }

    /** Returns this state after what others did. */
    SwitchState learn(List<Action> applied) {
        SwitchState next = this;
        for (Action action : applied) {
            next = next.learn(action);
        }
        return next;
    }

    private SwitchState learn(Action action) {
        if (action instanceof Action.Keep keep) {
            return keeping(keep.slot(), keep.parts());
        }
        if (action instanceof Action.Restore restore) {
            return restored(restore);
        }
        if (action instanceof Action.RedrawWeights) {
            return startedOver(action.target()).rebased();
        }
        if (action instanceof Action.UseFirstOptimizer) {
            return startedOver(action.target());
        }
        return action instanceof Action.UseOptimizer || action instanceof Action.Unfreeze
                ? with(each -> each.isPickedBy(action.target()) ? each.forgetting() : each)
                : this;
    }

    /** A slot without optimizers brings none back. */
    SwitchState keeping(String slot, Set<Part> parts) {
        List<KeptStages> slots = new ArrayList<>(kept);
        slots.removeIf(each -> each.slot().equals(slot));
        if (parts.contains(Part.OPTIMIZER_AND_CLOCKS)) {
            slots.add(
                    new KeptStages(slot, groups.stream().map(GroupStage::stage).toList()));
        }
        return new SwitchState(groups, course, before, probation, slots);
    }

    private SwitchState restored(Action.Restore restore) {
        Optional<KeptStages> back =
                kept.stream().filter(each -> each.slot().equals(restore.slot())).findFirst();
        List<GroupStage> next = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            GroupStage group = groups.get(i);
            boolean older = back.isPresent() && group.isPickedBy(restore.target());
            next.add(older ? group.at(back.get().stages().get(i), course.since()) : group.forgetting());
        }
        return new SwitchState(next, course, before, probation, kept).rebased();
    }

    private SwitchState startedOver(ParameterSelector target) {
        return with(each -> each.isPickedBy(target) ? each.at(0, course.since()).withFailures(0) : each);
    }

    /** Returns this state without earlier losses, which belong to other weights. */
    SwitchState rebased() {
        return new SwitchState(groups, course.rebased(), Series.of(), Optional.empty(), kept);
    }

    /** Returns this state after one more observation. */
    SwitchState see(Observation now, SwitchOptimizer policy) {
        boolean tried = policy.trial().isPresent() && now.moment() == Moment.STEP;
        return new SwitchState(
                groups.stream()
                        .map(each -> each.see(now, policy.next(each).map(stage -> stage.trigger())))
                        .toList(),
                course.see(now),
                tried ? before.append(now.loss(), Probation.BEFORE) : before,
                tried ? probation.map(each -> each.see(now.loss())) : probation,
                kept);
    }

    SwitchState with(UnaryOperator<GroupStage> change) {
        return new SwitchState(groups.stream().map(change).toList(), course, before, probation, kept);
    }

    SwitchState on(Optional<Probation> newProbation) {
        return new SwitchState(groups, course, before, newProbation, kept);
    }
}
