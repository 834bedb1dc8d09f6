package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Rate;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Probe} makes of one observation.
 *
 * @param policy its configuration
 * @param now the observation
 */
record ProbeStep(Probe policy, Observation now) {

    Transition<ProbeState> from(ProbeState before) {
        boolean others = now.hasNewWeights() || now.hasNewOptimizer();
        if (before.fork().isPresent()) {
            return others ? callOff(before) : go(before, before.fork().get());
        }
        ProbeState state = (others ? before.rebased(before.done(), before.factor()) : before).see(now);
        if (state.done() >= policy.times() || now.moment() != Moment.STEP) {
            return Transition.to(state);
        }
        return why(state).map(why -> begin(state, why)).orElseGet(() -> Transition.to(state));
    }

    private Optional<String> why(ProbeState state) {
        Optional<String> fired = policy.trigger()
                .flatMap(trigger -> trigger.fires(new Watch(state.since(), state.course(), Projection.NONE)))
                .map(Evidence::sentence);
        return fired.or(
                () -> policy.drop().isPresent() ? decayed(state, policy.drop().getAsDouble()) : Optional.empty());
    }

    private Optional<String> decayed(ProbeState state, double drop) {
        for (Map.Entry<String, Rate> entry : now.rates().entrySet()) {
            double rate = entry.getValue().settled();
            double highest = state.rates().getOrDefault(entry.getKey(), rate);
            if (rate > 0 && rate <= (1 - drop) * highest) {
                return Optional.of("rate of " + entry.getKey() + " fell from " + Numbers.brief(highest) + " to "
                        + Numbers.brief(rate));
            }
        }
        return Optional.empty();
    }

    private Transition<ProbeState> begin(ProbeState state, String why) {
        ProbeState.Fork fork = new ProbeState.Fork(why, 0, Heat.after(now.step()), List.of());
        List<Action> actions = List.of(new Keep(Probe.START, RestartStep.EVERYTHING), lasting(state.factor()));
        int ways = policy.choices().size() + 1;
        Evidence because = new Evidence(
                "probe",
                why + " → probe of " + ways + " ways over " + policy.length() + " steps each",
                Map.of(),
                Map.of());
        return Transition.to(state.with(fork), new Decision(actions, because));
    }

    private Transition<ProbeState> go(ProbeState state, ProbeState.Fork fork) {
        if (now.moment() != Moment.STEP) {
            return Transition.to(state);
        }
        Heat heat = fork.heat().see(now, policy.length());
        if (!heat.isOver(now.step(), policy.length())) {
            return Transition.to(state.with(new ProbeState.Fork(fork.why(), fork.running(), heat, fork.scores())));
        }
        Score score = heat.score(name(fork.running()));
        boolean leads = Double.isFinite(score.loss())
                && Score.best(fork.scores(), Choice.NOTHING)
                        .map(best -> score.beats(best, Choice.NOTHING))
                        .orElse(true);
        List<Score> scores = Score.with(fork.scores(), score);
        return fork.running() == policy.choices().size()
                ? finish(state, fork, scores, leads)
                : next(state, fork, scores, leads);
    }

    private Transition<ProbeState> next(ProbeState state, ProbeState.Fork fork, List<Score> scores, boolean leads) {
        int index = fork.running() + 1;
        List<Action> actions = new ArrayList<>();
        if (leads && policy.outcome() == Probe.Outcome.KEEP) {
            actions.add(new Keep(Probe.BEST, RestartStep.EVERYTHING));
        }
        actions.add(new Restore(ParameterSelector.all(), Probe.START));
        actions.add(passing(1));
        actions.addAll(policy.choices().get(index - 1).actions(policy.target()));
        Evidence because =
                new Evidence("probe", Score.table(scores) + " → now " + name(index), Score.measured(scores), Map.of());
        ProbeState.Fork next = new ProbeState.Fork(fork.why(), index, Heat.after(now.step()), scores);
        return Transition.to(state.with(next), new Decision(actions, because));
    }

    private Transition<ProbeState> finish(ProbeState state, ProbeState.Fork fork, List<Score> scores, boolean leads) {
        String winner = Score.best(scores, Choice.NOTHING).map(Score::who).orElse(Choice.NOTHING);
        boolean keeps = policy.outcome() == Probe.Outcome.KEEP;
        boolean anyEnded = scores.stream().anyMatch(each -> Double.isFinite(each.loss()));
        List<Action> actions = new ArrayList<>();
        if (!keeps || !anyEnded) {
            actions.add(new Restore(ParameterSelector.all(), Probe.START));
        } else if (!leads) {
            actions.add(new Restore(ParameterSelector.all(), Probe.BEST));
        }
        double factor = keeps ? state.factor() * rateFactor(winner) : state.factor();
        actions.add(lasting(factor));
        actions.add(passing(1));
        String what = keeps ? winner + " goes on" : "best would be " + winner + "; everything is as it was";
        Evidence because = new Evidence(
                "probe-over", fork.why() + ": " + Score.table(scores) + " → " + what, Score.measured(scores), Map.of());
        return Transition.to(state.see(now).rebased(state.done() + 1, factor), new Decision(actions, because));
    }

    private Transition<ProbeState> callOff(ProbeState state) {
        Evidence because = new Evidence(
                "probe-off", "somebody else changed the run → the probe is called off", Map.of(), Map.of());
        List<Action> actions = List.of(lasting(state.factor()), passing(1));
        return Transition.to(state.see(now).rebased(state.done() + 1, state.factor()), new Decision(actions, because));
    }

    private String name(int index) {
        return index == 0 ? Choice.NOTHING : policy.choices().get(index - 1).describe();
    }

    private double rateFactor(String winner) {
        return policy.choices().stream()
                .filter(choice -> choice.describe().equals(winner))
                .mapToDouble(Choice::rateFactor)
                .findFirst()
                .orElse(1);
    }

    private Action lasting(double factor) {
        return new SetRateFactor(policy.target(), factor, Span.LASTING);
    }

    private Action passing(double factor) {
        return new SetRateFactor(policy.target(), factor, Span.PASSING);
    }
}
