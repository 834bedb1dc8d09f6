package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link SwitchOptimizer} makes of one observation.
 *
 * @param policy its configuration
 * @param now the observation
 */
record SwitchStep(SwitchOptimizer policy, Observation now) {

    Transition<SwitchState> from(SwitchState before) {
        SwitchState based = before.learn(now.applied());
        List<Action> corrections = takenBackRamps(before, based);
        SwitchState state = based.see(now, policy);
        if (state.probation().isPresent()) {
            Probation probation = state.probation().get();
            if (probation.hasFailed()) {
                return takeBack(state, probation, corrections);
            }
            boolean over = now.step() - probation.begin() >= trial().steps();
            if (over && !probation.losses().isEmpty()) {
                return pass(state, probation, corrections);
            }
        }
        boolean ready = policy.trial().isEmpty()
                || (state.probation().isEmpty() && state.before().size() >= Probation.FEWEST);
        List<Takeover> due = ready ? due(state) : List.of();
        return due.isEmpty() ? ramp(state, corrections) : takeOver(state, due, corrections);
    }

    /** A ramp ends early where the optimizer that it was for is gone. */
    private List<Action> takenBackRamps(SwitchState before, SwitchState after) {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < before.groups().size(); i++) {
            if (before.groups().get(i).ramping() && !after.groups().get(i).ramping()) {
                actions.add(factor(after.groups().get(i), 1));
            }
        }
        return actions;
    }

    private List<Takeover> due(SwitchState state) {
        List<Takeover> due = new ArrayList<>();
        for (GroupStage group : state.groups()) {
            Optional<Stage> next = policy.next(group);
            if (next.isPresent() && !group.ramping()) {
                due(state, group, next.get()).ifPresent(due::add);
            }
        }
        return due;
    }

    private Optional<Takeover> due(SwitchState state, GroupStage group, Stage next) {
        Watch watch = new Watch(group.since(), state.course(), group.projection());
        Optional<Evidence> why = next.trigger().fires(watch);
        if (why.isEmpty()) {
            return Optional.empty();
        }
        Situation situation = new Situation(
                next,
                watch,
                group.sizes(),
                group.count(),
                Optional.ofNullable(now.rates().get(group.name())));
        Optional<OptimizerSpec> chosen = next.rate().settle(situation);
        return chosen.map(optimizer -> new Takeover(group, situation, optimizer, why.get()));
    }

    private Transition<SwitchState> takeOver(SwitchState state, List<Takeover> due, List<Action> corrections) {
        List<Action> actions = new ArrayList<>(corrections);
        if (policy.trial().isPresent()) {
            actions.add(policy.keep());
        }
        List<String> names = new ArrayList<>();
        for (Takeover each : due) {
            names.add(each.group().name());
            actions.add(new Action.UseOptimizer(
                    which(each.group()), each.chosen(), each.situation().stage().handover()));
            if (policy.ramp() > 0) {
                actions.add(factor(each.group(), rising(1)));
            }
        }
        Action.Keep keep = policy.keep();
        SwitchState kept = policy.trial().isPresent() ? state.keeping(keep.slot(), keep.parts()) : state;
        Optional<Probation> probation =
                policy.trial().map(trial -> Probation.after(now.step(), names, state.before(), trial));
        SwitchState next = kept.rebased()
                .on(probation)
                .with(each -> names.contains(each.name())
                        ? each.at(each.stage() + 1, state.course().since()).withRamp(true)
                        : each);
        return Transition.to(next, new Decision(actions, Takeover.because(due, options())));
    }

    private String options() {
        String ramp = policy.ramp() > 0 ? "; ramp over " + policy.ramp() + " updates" : "";
        return policy.trial().isPresent()
                ? ramp + "; on trial for " + trial().steps() + " steps; undo: restore slot " + policy.slot()
                : ramp;
    }

    private Transition<SwitchState> takeBack(SwitchState state, Probation probation, List<Action> corrections) {
        List<Action> actions = new ArrayList<>(corrections);
        actions.add(policy.restore());
        state.groups().stream().filter(GroupStage::ramping).forEach(each -> actions.add(factor(each, 1)));
        double median = probation.losses().median();
        Map<String, Double> measured = sizesAfter(state, probation.groups());
        measured.put("loss", median);
        measured.put("loss before", probation.level());
        String sentence =
                "loss " + Numbers.brief(median) + " on step " + (now.step() - probation.begin()) + " of the trial"
                        + ", limit " + Numbers.brief(probation.limit()) + ", before the switch "
                        + Numbers.brief(probation.level()) + " → back to slot " + policy.slot();
        SwitchState back = state.rebased()
                .with(each -> probation.groups().contains(each.name())
                        ? each.at(each.stage() - 1, state.course().since()).withFailures(each.failures() + 1)
                        : each.forgetting());
        Evidence because = new Evidence("trial-failed", sentence, measured, Map.of("loss", probation.limit()));
        return Transition.to(back, new Decision(actions, because));
    }

    private Transition<SwitchState> pass(SwitchState state, Probation probation, List<Action> corrections) {
        List<Action> actions = new ArrayList<>(corrections);
        state.groups().stream()
                .filter(each -> probation.groups().contains(each.name()))
                .forEach(each -> actions.add(factor(each, 1)));
        Map<String, Double> measured = sizesAfter(state, probation.groups());
        measured.put("loss", probation.losses().median());
        measured.put("loss before", probation.level());
        String sentence =
                "trial passed, loss " + Numbers.brief(probation.losses().median()) + sizes(measured);
        SwitchState next = state.on(Optional.empty())
                .with(each -> probation.groups().contains(each.name())
                        ? each.withRamp(false).withFailures(0)
                        : each);
        Evidence because = new Evidence("trial-passed", sentence, measured, Map.of("loss", probation.limit()));
        return Transition.to(next, new Decision(actions, because));
    }

    private Transition<SwitchState> ramp(SwitchState state, List<Action> corrections) {
        List<Action> actions = new ArrayList<>(corrections);
        List<String> ended = new ArrayList<>();
        for (GroupStage group : state.groups()) {
            if (group.ramping()
                    && now.moment() == Moment.STEP
                    && now.step() > group.since().step()) {
                double factor = rising(now.step() - group.since().step() + 1);
                actions.add(factor(group, factor));
                if (factor == 1) {
                    ended.add(group.name());
                }
            }
        }
        if (actions.isEmpty()) {
            return Transition.to(state);
        }
        Map<String, Double> measured = sizesAfter(state, ended);
        Evidence because = ended.isEmpty()
                ? new Evidence("ramp", "ramp goes on", Map.of(), Map.of())
                : policy.ramp() > 0
                        ? new Evidence("ramp-ended", "ramp over" + sizes(measured), measured, Map.of())
                        : new Evidence("switched", "at the full rate" + sizes(measured), measured, Map.of());
        SwitchState next =
                ended.isEmpty() ? state : state.with(each -> ended.contains(each.name()) ? each.withRamp(false) : each);
        return Transition.to(next, new Decision(actions, because));
    }

    private double rising(long update) {
        return update > policy.ramp() ? 1 : update / (policy.ramp() + 1.0);
    }

    private Trial trial() {
        return policy.trial().orElseThrow();
    }

    private static Map<String, Double> sizesAfter(SwitchState state, List<String> names) {
        Map<String, Double> sizes = new HashMap<>();
        state.groups().stream()
                .filter(each -> names.contains(each.name()) && each.after().isPresent())
                .forEach(each ->
                        sizes.put("update after " + each.name(), each.after().getAsDouble()));
        return sizes;
    }

    private static String sizes(Map<String, Double> measured) {
        StringBuilder text = new StringBuilder();
        measured.entrySet().stream()
                .filter(each -> each.getKey().startsWith("update after "))
                .sorted(Map.Entry.comparingByKey())
                .forEach(each ->
                        text.append(", ").append(each.getKey()).append(' ').append(Numbers.brief(each.getValue())));
        return text.toString();
    }

    private Action factor(GroupStage group, double factor) {
        return new Action.SetRateFactor(which(group), factor, Span.PASSING);
    }

    private ParameterSelector which(GroupStage group) {
        ParameterSelector whole = ParameterSelector.group(group.name());
        boolean isWhole = policy.target().equals(ParameterSelector.all())
                || policy.target().equals(whole);
        return isWhole ? whole : policy.target().and(whole);
    }
}
