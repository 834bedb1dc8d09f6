package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.region.Flatness;
import io.github.redescent.region.Lengths;
import io.github.redescent.trend.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets another optimizer take over in the course of a run, group by group: at an epoch or step, on a plateau, or when
 * the rate that gradient descent would need is known (SWATS: Keskar and Socher 2017, arXiv 1712.07628). Between two
 * updates, so that a parameter never has two. A chain goes on from switch to switch.
 *
 * <pre>{@code
 * SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.9)).when(Trigger.afterEpochs(20)).rate(SwitchRate.matched())
 *         .then(OptimizerSpec.sgd()).when(Trigger.onPlateau()).rate(SwitchRate.kept().times(0.1))
 *         .ramp(100).trial(500);
 * }</pre>
 *
 * <p>Use it in long trainings, where gradient descent ends better than it begins. Not in short ones: after a switch the
 * loss rises at first more often than not. With {@link SwitchRate#matched()} or {@link SwitchRate#estimated()} a group
 * that is frozen is switched once it is trained and was measured for {@value Sizes#FEW} steps.
 *
 * <p>What others do: where weights are drawn anew or the first optimizer is brought back, a group starts over at its
 * first switch, everything counted from there. Where a slot is restored, a group is where it was when the slot was
 * kept, again counted from there; a slot without optimizers leaves it where it is. A ramp under way is taken back, a
 * trial is over.
 *
 * <p>The evidence names, per group, what fired, both rates, the update's relative size ‖Δθ‖/‖θ‖ before the switch and,
 * as a threshold, the largest that the new rule may make of it. The size that was then measured stands in the evidence
 * of the decision that follows: on the next step, or at the end of the ramp or the trial. It is a routine one.
 *
 * @param stages the switches, in order
 * @param target the parameters it is about; default all
 * @param ramp over how many updates the rate rises after a switch, by a passing factor of i/(ramp + 1) on update i;
 *     default 0: not at all
 * @param trial what takes a switch back; default nothing. No other group is switched during a trial, and the whole
 *     model returns to where it was
 */
public record SwitchOptimizer(List<Stage> stages, ParameterSelector target, int ramp, Optional<Trial> trial)
        implements Policy<SwitchState> {
    private static final String SLOT = "before-switch";

    /**
     * Checks that all fits together.
     *
     * @throws IllegalArgumentException if it does not
     */
    public SwitchOptimizer {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a switch needs an optimizer and a trigger, got none");
        }
        if (ramp < 0) {
            throw new IllegalArgumentException("ramp must not be negative, got " + ramp + "; 0 switches it off");
        }
        if (trial.isPresent() && trial.get().steps() <= ramp) {
            throw new IllegalArgumentException("a trial must outlast the ramp of " + ramp + " updates, got "
                    + trial.get().steps() + " steps");
        }
        if (thresholds(stages).distinct().count() > 1) {
            throw new IllegalArgumentException("all plateau triggers of a chain must have the same limits, got "
                    + stages.stream().map(Stage::trigger).toList());
        }
    }

    /** Returns the beginning of a policy: its first optimizer, for which {@link Next#when} says when. */
    public static Next to(OptimizerSpec optimizer) {
        return new Next(Optional.empty(), optimizer);
    }

    /** Returns the beginning of a further switch, counted from the one before. */
    public Next then(OptimizerSpec optimizer) {
        return new Next(Optional.of(this), optimizer);
    }

    /**
     * An optimizer that waits for its trigger.
     *
     * @param chain the switches before it, if any
     * @param optimizer what takes over
     */
    public record Next(Optional<SwitchOptimizer> chain, OptimizerSpec optimizer) {
        /**
         * Returns the policy, for all parameters and with a brand-new state at each switch. Its rate is the optimizer's
         * own until {@link SwitchOptimizer#rate} says otherwise; with {@link Trigger#swats()} and gradient descent it
         * is the estimated one.
         */
        public SwitchOptimizer when(Trigger trigger) {
            Stage last = Stage.of(optimizer, trigger);
            if (chain.isEmpty()) {
                return new SwitchOptimizer(List.of(last), ParameterSelector.all(), 0, Optional.empty());
            }
            List<Stage> longer = new ArrayList<>(chain.get().stages());
            longer.add(last);
            return chain.get().withStages(longer);
        }
    }

    /**
     * Returns this policy with another rate for its last switch.
     *
     * @throws IllegalArgumentException if that rate cannot be found for its optimizer and trigger
     */
    public SwitchOptimizer rate(SwitchRate rate) {
        return withLast(stages.get(stages.size() - 1).withRate(rate));
    }

    /**
     * Returns this policy with another handover at its last switch; default {@link Handover#FRESH}.
     *
     * @throws IllegalArgumentException if its rate cannot be found then
     */
    public SwitchOptimizer handover(Handover handover) {
        return withLast(stages.get(stages.size() - 1).withHandover(handover));
    }

    /** Returns this policy for some of the parameters: whole groups, where rates are measured. */
    public SwitchOptimizer on(ParameterSelector which) {
        return new SwitchOptimizer(stages, which, ramp, trial);
    }

    /** Returns this policy with a rate that rises over so many updates after each switch. */
    public SwitchOptimizer ramp(int updates) {
        return new SwitchOptimizer(stages, target, updates, trial);
    }

    /**
     * Returns this policy with a trial of so many optimizer updates after each switch: if the loss rises too far, the
     * whole model is put back to where it was, old optimizers and their state included, and it is not tried again.
     */
    public SwitchOptimizer trial(int steps) {
        return trial(Trial.of(steps));
    }

    /** Returns this policy with a trial after each switch. */
    public SwitchOptimizer trial(Trial newTrial) {
        return new SwitchOptimizer(stages, target, ramp, Optional.of(newTrial));
    }

    private SwitchOptimizer withStages(List<Stage> all) {
        return new SwitchOptimizer(all, target, ramp, trial);
    }

    private SwitchOptimizer withLast(Stage last) {
        List<Stage> all = new ArrayList<>(stages.subList(0, stages.size() - 1));
        all.add(last);
        return withStages(all);
    }

    private static Stream<Flatness> thresholds(List<Stage> stages) {
        return stages.stream().flatMap(stage -> stage.trigger().plateau().stream());
    }

    /** Returns the name, with the target where that is not everything, so that a recipe may hold several. */
    @Override
    public String name() {
        return "SwitchOptimizer" + suffix();
    }

    /** Returns the slot that holds weights and optimizers as they were before the last switch with a trial. */
    public String slot() {
        return SLOT + suffix();
    }

    private String suffix() {
        return target.equals(ParameterSelector.all()) ? "" : " of " + target.describe();
    }

    @Override
    public Class<SwitchState> stateType() {
        return SwitchState.class;
    }

    @Override
    public Set<Moment> moments() {
        return Set.of(Moment.STEP, Moment.EPOCH);
    }

    @Override
    public SwitchState start(Run run) {
        ParameterSet chosen = run.parameters().select(target).only(ParameterInfo::optimized);
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    name() + ": " + target.describe() + " picks only running statistics; pick some that are trained");
        }
        Map<String, List<ParameterInfo>> byGroup = new LinkedHashMap<>();
        chosen.members()
                .forEach(each -> byGroup.computeIfAbsent(each.group(), name -> new ArrayList<>())
                        .add(each));
        requireWholeGroups(run, byGroup);
        Optional<Lengths> lengths =
                thresholds(stages).findFirst().map(limits -> Lengths.of(limits, run.plannedSteps()));
        Course course = Course.startingAfter(run.firstStep(), lengths);
        List<GroupStage> groups = new ArrayList<>();
        byGroup.forEach((name, members) -> groups.add(GroupStage.of(name, members, course.since())));
        return new SwitchState(groups, course, Series.of(), Optional.empty(), List.of());
    }

    private void requireWholeGroups(Run run, Map<String, List<ParameterInfo>> byGroup) {
        if (stages.stream()
                .noneMatch(stage -> stage.rate().isMeasured() || stage.trigger().estimatesRate())) {
            return;
        }
        byGroup.forEach((group, members) -> {
            List<String> left = run.parameters()
                    .all()
                    .only(each -> each.optimized() && each.group().equals(group) && !members.contains(each))
                    .paths();
            if (!left.isEmpty()) {
                throw new IllegalArgumentException(name() + ": the rate is measured by group, and " + target.describe()
                        + " leaves out " + left + " of group " + group
                        + "; give them groups of their own with ParameterGroups, or use SwitchRate.given()");
            }
        });
    }

    @Override
    public List<Action> repertoire() {
        List<Action> all = new ArrayList<>();
        for (Stage stage : stages) {
            all.add(new Action.UseOptimizer(target, stage.example(), stage.handover()));
        }
        if (trial.isPresent()) {
            all.add(keep());
            all.add(restore());
        }
        all.add(new Action.SetRateFactor(target, 0.5, Span.PASSING));
        return all;
    }

    Action.Keep keep() {
        return new Action.Keep(slot(), Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS));
    }

    Action restore() {
        return new Action.Restore(ParameterSelector.all(), slot());
    }

    /** Returns the switch that a group waits for; empty if none is left, or it was taken back too often. */
    Optional<Stage> next(GroupStage group) {
        boolean ended = group.stage() == stages.size()
                || (trial.isPresent() && group.failures() >= trial.get().attempts());
        return ended ? Optional.empty() : Optional.of(stages.get(group.stage()));
    }

    @Override
    public Set<Measurement> wants(SwitchState state, Moment moment, long step) {
        Set<Measurement> most = Set.of();
        if (moment != Moment.STEP) {
            return most;
        }
        for (GroupStage group : state.groups()) {
            Set<Measurement> wanted = group.trained() ? wants(group, state.course(), step) : Set.of();
            most = wanted.size() > most.size() ? wanted : most; // each set holds all smaller ones
        }
        return most;
    }

    private Set<Measurement> wants(GroupStage group, Course course, long step) {
        Optional<Stage> next = next(group);
        Set<Measurement> wanted = next.isPresent()
                ? next.get().trigger().wants(step, new Watch(group.since(), course, group.projection()))
                : Set.of();
        return wanted.isEmpty() && group.awaitsSizeAfter(step) ? Sizes.WANTED : wanted;
    }

    @Override
    public Transition<SwitchState> update(SwitchState state, Observation now) {
        return new SwitchStep(this, now).from(state);
    }
}
