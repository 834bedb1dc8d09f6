package io.github.redescent.policy;

import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where one group of parameters is in a chain of switches.
 *
 * @param name the group's name
 * @param members its parameters, those of the policy's target
 * @param stage how many switches lie behind it
 * @param failures how often the next one was taken back
 * @param since where the stage began
 * @param trained whether it is trained now, and not frozen
 * @param sizes how large its updates and gradients are
 * @param projection what is known of the rate for gradient descent
 * @param ramping whether its rate still rises after a switch
 * @param after the relative size of the first update after the last switch, once it was measured
 */
record GroupStage(
        String name,
        List<ParameterInfo> members,
        int stage,
        int failures,
        Since since,
        boolean trained,
        Sizes sizes,
        Projection projection,
        boolean ramping,
        OptionalDouble after) {
    /** Copies the list. */
    public GroupStage {
        members = List.copyOf(members);
    }

    /** Returns a group at the start of a run. */
    public static GroupStage of(String name, List<ParameterInfo> members, Since since) {
        boolean trained = members.stream().anyMatch(ParameterInfo::trainable);
        return new GroupStage(
                name, members, 0, 0, since, trained, Sizes.NONE, Projection.NONE, false, OptionalDouble.empty());
    }

    /** Returns its number of entries. */
    public long count() {
        return members.stream().mapToLong(ParameterInfo::count).sum();
    }

    /** Returns whether a selector picks one of its parameters. */
    public boolean isPickedBy(ParameterSelector which) {
        return members.stream().anyMatch(which::picks);
    }

    /** Returns whether the update at a step is the first after a switch, or one soon after whose size is missing. */
    public boolean awaitsSizeAfter(long step) {
        return stage > 0 && after.isEmpty() && step > since.step() && step <= since.step() + Sizes.FEW;
    }

    /**
     * Returns this group after one more update.
     *
     * @param next what it waits for; empty if no switch is left
     */
    public GroupStage see(Observation now, Optional<Trigger> next) {
        boolean wanted = next.isPresent() || awaitsSizeAfter(now.step());
        Sizes newSizes = wanted ? sizes.see(now.step(), name, now.measured()) : sizes;
        boolean measured = newSizes.step() != sizes.step();
        boolean nowTrained = now.rates().containsKey(name);
        if (!measured && nowTrained == trained) {
            return this;
        }
        OptionalDouble newAfter =
                measured && awaitsSizeAfter(now.step()) ? OptionalDouble.of(newSizes.relative()) : after;
        Projection newProjection =
                measured ? next.map(trigger -> follow(trigger, newSizes, now)).orElse(projection) : projection;
        return new GroupStage(
                name, members, stage, failures, since, nowTrained, newSizes, newProjection, ramping, newAfter);
    }

    private Projection follow(Trigger trigger, Sizes newSizes, Observation now) {
        Double dot = now.measured().perGroup(Quantity.UPDATE_DOT_GRADIENT).get(name);
        return dot == null ? projection : trigger.follow(projection, newSizes.update() * newSizes.update(), dot);
    }

    /** Returns this group, what it measured forgotten: it was of other weights or of another optimizer. */
    public GroupStage forgetting() {
        return new GroupStage(
                name, members, stage, failures, since, trained, Sizes.NONE, Projection.NONE, ramping, after);
    }

    /** Returns this group at a stage that begins now. */
    public GroupStage at(int newStage, Since begin) {
        return new GroupStage(
                name,
                members,
                newStage,
                failures,
                begin,
                trained,
                Sizes.NONE,
                Projection.NONE,
                false,
                OptionalDouble.empty());
    }

    /** Returns this group with a rate that rises, or that is at its full height. */
    public GroupStage withRamp(boolean underWay) {
        return new GroupStage(name, members, stage, failures, since, trained, sizes, projection, underWay, after);
    }

    /** Returns this group with another count of failures. */
    public GroupStage withFailures(int count) {
        return new GroupStage(name, members, stage, count, since, trained, sizes, projection, ramping, after);
    }
}
