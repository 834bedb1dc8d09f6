package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Observation;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One update of a restart that is under way.
 *
 * @param policy its configuration
 * @param now the observation
 */
record RaceStep(ReinitializeOnBadRegion policy, Observation now) {
    /** The slot that holds the best candidate so far. */
    static final String SLOT = "race";

    /** Starts the first candidate, whose own actions are there already, and the measuring where there is any. */
    Transition<RestartState> begin(RestartState state, Race race, List<Action> actions, Evidence because) {
        boolean measured = race.gauging().isPresent() && policy.rate() instanceof RestartRate.Measured;
        if (race.gauging().isPresent() && !measured) {
            return settle(state, race, race.gauging().get(), actions, Optional.of(because));
        }
        actions.addAll(measured ? List.of(passing(Gauging.FIRST)) : policy.rates(state.groups(), race.former()));
        return Transition.to(state, new Decision(actions, because));
    }

    Transition<RestartState> go(RestartState state, Race race) {
        return race.gauging().isPresent() ? gauge(state, race, race.gauging().get()) : run(state, race);
    }

    private Transition<RestartState> gauge(RestartState state, Race race, Gauging gauging) {
        Gauging seen = gauging.see(now.measured());
        if (seen.isOver(gauging)) {
            return settle(state, race, seen, new ArrayList<>(), Optional.empty());
        }
        RestartState next = state.in(new Phase.Restarting(race.gauging(seen)));
        if (seen.passing() == gauging.passing()) {
            return Transition.to(next);
        }
        Evidence because = new Evidence("gauge", "the rate is being measured", Map.of(), Map.of());
        return Transition.to(next, new Decision(List.of(passing(seen.passing())), because));
    }

    /** Gives the running candidate its rate. */
    private Transition<RestartState> settle(
            RestartState state, Race race, Gauging seen, List<Action> before, Optional<Evidence> first) {
        FittingRate rate = new FittingRate(policy, race, seen);
        Map<String, Double> fitting = rate.factors(state, now.step());
        Race fitted = race.fitted(fitting, now.step());
        Race known = rate.wasRight(state, now.step()) ? fitted.atSameRate() : fitted;
        Map<String, Double> factors =
                race.candidate() == Candidate.BEST_WEIGHTS ? fitting : known.factors(known.candidate());
        List<Action> actions = new ArrayList<>(before);
        actions.add(new ResetState(policy.target(), ResetMode.FULL));
        actions.addAll(policy.rates(state.groups(), factors));
        actions.add(passing(1));
        Map<String, Double> measured = new HashMap<>();
        List<String> changes = new ArrayList<>();
        for (String group : policy.named(state.groups())) {
            double change = factors.getOrDefault(group, 1.0) / race.former().getOrDefault(group, 1.0);
            seen.size(group).ifPresent(size -> measured.put("update size " + group, size));
            measured.put("rate factor " + group, change);
            String size = seen.size(group).isPresent()
                    ? "an update at the old rate is "
                            + Numbers.brief(seen.size(group).getAsDouble()) + " of the weights, "
                    : "";
            changes.add(size + "rate ×" + Numbers.brief(change) + (group.isEmpty() ? "" : " for " + group));
        }
        String what = String.join("; ", changes);
        Evidence because = first.map(found ->
                        new Evidence(found.rule(), found.sentence() + ", " + what, found.measured(), found.threshold()))
                .orElseGet(() -> new Evidence("fitting-rate", what, measured, Map.of()));
        RestartState next = race.isPlain() ? state.afresh(now.step(), factors) : state.in(new Phase.Restarting(known));
        return Transition.to(next, new Decision(actions, because));
    }

    private Transition<RestartState> run(RestartState state, Race race) {
        Heat heat = race.heat().see(now, race.length());
        Race seen = race.with(heat);
        if (!heat.isOver(now.step(), race.length())) {
            return Transition.to(state.in(new Phase.Restarting(seen)));
        }
        Score score = heat.score(race.candidate().words());
        boolean leads = Double.isFinite(score.loss())
                && race.champion()
                        .map(best -> score.beats(best, race.incumbent()))
                        .orElse(true);
        Race scored = seen.scored(score);
        return race.isLast() || scored.isWonBy(score) ? finish(state, scored, leads) : next(state, scored, leads);
    }

    private Transition<RestartState> next(RestartState state, Race scored, boolean leads) {
        List<Action> actions = new ArrayList<>();
        if (leads) {
            actions.add(new Keep(SLOT, RestartStep.EVERYTHING));
        }
        Race race = scored.next(now.step());
        actions.addAll(policy.start(race.candidate(), state.seedOf(race.running())));
        String sentence = Score.table(scored.scores()) + " → candidate " + (race.running() + 1) + " of "
                + race.lineup().size() + ": " + race.candidate().words();
        Evidence because = new Evidence("race", sentence, Score.measured(scored.scores()), Map.of());
        RestartState next = state.in(new Phase.Restarting(race));
        if (race.gauging().isPresent()) {
            return begin(next, race, actions, because);
        }
        actions.addAll(policy.rates(state.groups(), race.factors(race.candidate())));
        actions.add(
                passing(race.candidate() == Candidate.KICK ? race.candidate().share() : 1));
        return Transition.to(next, new Decision(actions, because));
    }

    private Transition<RestartState> finish(RestartState state, Race race, boolean leads) {
        Optional<Score> champion = race.champion();
        List<Action> actions = new ArrayList<>();
        Map<String, Double> factors;
        String what;
        if (champion.isEmpty()) {
            factors = new HashMap<>(race.factors(Candidate.THIRD));
            factors.replaceAll((group, factor) -> factor / 10);
            actions.addAll(
                    policy.start(Candidate.THIRD, state.seedOf(race.lineup().size())));
            what = "none ended with numbers, new weights at a thirtieth of the fitting rate";
        } else {
            Candidate winner = Candidate.of(champion.get().who());
            factors = race.factors(winner);
            if (!leads) {
                actions.add(new Restore(ParameterSelector.all(), SLOT));
            }
            what = winner == Candidate.GO_ON ? "nothing was better, it goes on as before" : winner.words() + " goes on";
        }
        actions.addAll(policy.rates(state.groups(), factors));
        actions.add(passing(1));
        Evidence because = new Evidence(
                "race-over", Score.table(race.scores()) + " → " + what, Score.measured(race.scores()), Map.of());
        return Transition.to(state.afresh(now.step(), factors), new Decision(actions, because));
    }

    private Action passing(double factor) {
        return new SetRateFactor(policy.target(), factor, Span.PASSING);
    }
}
