package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Attempt;
import io.github.redescent.region.Finding;
import io.github.redescent.region.Numbers;
import io.github.redescent.region.Region;
import io.github.redescent.region.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link ReinitializeOnBadRegion} makes of one observation.
 *
 * @param policy its configuration
 * @param now the observation
 */
record RestartStep(ReinitializeOnBadRegion policy, Observation now) {
    /** What must be left of a planned run for new weights to pay. */
    private static final double LEAST_LEFT = 0.2;

    /** How many times the length of a candidate's run must be left for a race. */
    private static final int LEAST_LENGTHS = 16;

    private static final long SHORTEST = 16;
    private static final long LONGEST = 200;

    static final Set<Part> EVERYTHING = Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS);

    Transition<RestartState> from(RestartState before) {
        if (now.hasNewWeights() && before.phase() instanceof Phase.Restarting restarting) {
            return callOff(before, restarting.race());
        }
        Knowledge known = before.knowledge().see(now);
        if (before.phase() instanceof Phase.Restarting restarting) {
            return new RaceStep(policy, now).go(before.with(before.attempt(), known), restarting.race());
        }
        Attempt based = now.hasNewWeights() ? before.attempt().rebased() : before.attempt();
        Attempt attempt = based.append(now, before::isWeight, policy.thresholds());
        RestartState state = before.with(attempt, known.learnedBy(attempt.hasLearned(policy.thresholds())));
        Optional<Finding> finding = Region.judge(attempt, policy.thresholds(), policy.acceptableLoss());
        if (finding.isPresent()) {
            return answer(state, finding.get());
        }
        boolean kickOver = state.phase() instanceof Phase.Kicking kicking && now.step() >= kicking.ends();
        return kickOver ? endKick(state) : Transition.to(state);
    }

    private Transition<RestartState> callOff(RestartState before, Race race) {
        List<Action> actions = new ArrayList<>(policy.rates(before.groups(), race.former()));
        actions.add(passing(1));
        Evidence because = new Evidence(
                "race-off", "somebody else changed the weights → the restart is called off", Map.of(), Map.of());
        return Transition.to(before.afresh(now.step(), race.former()), new Decision(actions, because));
    }

    private Transition<RestartState> answer(RestartState state, Finding finding) {
        if (finding.certainty() == Finding.Certainty.SUSPECTED) {
            Evidence because = because(finding.because(), "not known to be bad");
            return Transition.to(
                    state.with(state.attempt().markSuspected(), state.knowledge()), new Decision(List.of(), because));
        }
        boolean broken = finding.verdict() == Verdict.NON_FINITE || finding.verdict() == Verdict.DIVERGED;
        if (state.knowledge().learned()) {
            return broken
                    ? bringBack(state, finding, "")
                    : giveUp(state, finding, "it has learned something, so that nothing is drawn anew");
        }
        if (finding.verdict() == Verdict.STUCK && policy.kick().isPresent() && !state.kicked()) {
            return kick(state, policy.kick().get(), finding.because());
        }
        String why = whyNot(state);
        if (why.isEmpty()) {
            return restart(state, finding);
        }
        return broken ? bringBack(state, finding, why) : giveUp(state, finding, why);
    }

    /** Returns what speaks against another restart; empty if nothing does. */
    private String whyNot(RestartState state) {
        if (policy.restarts() == 0) {
            return "reported only, as withRestarts(0) asks";
        }
        if (state.restarts() >= policy.restarts()) {
            return "out of restarts";
        }
        long planned = state.end().orElse(0) - state.begin();
        return state.end().isPresent() && state.left(now.step()) < LEAST_LEFT * planned
                ? "too little of the run is left for new weights, " + state.left(now.step()) + " steps"
                : "";
    }

    private Transition<RestartState> giveUp(RestartState state, Finding finding, String why) {
        if (state.reported()) {
            return Transition.to(state);
        }
        List<Action> calm = state.phase() instanceof Phase.Kicking ? List.of(passing(1)) : List.of();
        Evidence because = because(finding.because(), why + "; restoreBest() brings the best weights back");
        return Transition.to(state.silenced(), new Decision(calm, because, Fate.REPORTED));
    }

    private Transition<RestartState> bringBack(RestartState state, Finding finding, String why) {
        if (policy.restarts() == 0 || !state.knowledge().kept() || state.recoveries() >= policy.recoveries()) {
            String what = policy.restarts() == 0
                    ? why
                    : state.knowledge().kept() ? "out of recoveries" : "no best weights are kept, add KeepBest";
            return giveUp(state, finding, what);
        }
        int count = state.recoveries() + 1;
        String found = finding.because().sentence() + state.knowledge().batch();
        Race race = Race.of(finding.verdict(), 0, List.of(Candidate.BEST_WEIGHTS), now.step(), state.factors());
        List<Action> actions = new ArrayList<>();
        actions.add(new Restore(ParameterSelector.all(), KeepBest.SLOT));
        actions.add(new ResetState(policy.target(), ResetMode.FULL));
        RestartState next = state.counting(0, 1, new Phase.Restarting(race));
        String what = (why.isEmpty() ? "" : why + "; ") + "the best weights are back, recovery " + count + " of "
                + policy.recoveries() + ", with a fresh optimizer state and a lower rate";
        return new RaceStep(policy, now).begin(next, race, actions, because(finding.because(), found, what));
    }

    private Transition<RestartState> restart(RestartState state, Finding finding) {
        int count = state.restarts() + 1;
        long left = state.left(now.step());
        long length = Math.min(LONGEST, Math.max(SHORTEST, left / LEAST_LENGTHS));
        boolean raced = policy.candidates() > 1 && left >= LEAST_LENGTHS * length;
        Race alone = Race.of(finding.verdict(), length, List.of(Candidate.FITTING), now.step(), state.factors());
        List<Candidate> lineup = raced ? lineup(state, alone) : alone.lineup();
        String found = finding.because().sentence() + state.knowledge().batch();
        Race race = Race.of(finding.verdict(), length, lineup, now.step(), state.factors());
        List<Action> actions = new ArrayList<>();
        if (state.phase() instanceof Phase.Kicking) {
            actions.add(passing(1));
        }
        if (state.restarts() == 0) {
            actions.add(new Keep(ReinitializeOnBadRegion.FIRST_ATTEMPT, EVERYTHING));
        }
        RestartState next = state.counting(1, 0, new Phase.Restarting(race));
        actions.addAll(policy.start(race.candidate(), next.seedOf(0)));
        String what = "restart " + count + " of " + policy.restarts()
                + (lineup.size() == 1
                        ? ", weights drawn anew"
                        : ", a race of " + lineup.size() + " over " + length + " steps each")
                + "; undo: restoreFirstAttempt()";
        return new RaceStep(policy, now).begin(next, race, actions, because(finding.because(), found, what));
    }

    private List<Candidate> lineup(RestartState state, Race restart) {
        List<Candidate> order = new ArrayList<>(List.of(Candidate.GO_ON, Candidate.FITTING));
        order.addAll(
                restart.rose()
                        ? List.of(Candidate.THIRD, Candidate.TRIPLE)
                        : List.of(Candidate.TRIPLE, Candidate.THIRD));
        order.addAll(List.of(Candidate.SAME_RATE, Candidate.KICK, Candidate.FRESH_STATE));
        boolean broken = restart.verdict() == Verdict.NON_FINITE;
        return order.stream()
                .filter(each -> each.redraws() || !broken)
                .filter(each -> each.redraws() || each == Candidate.GO_ON || state.restarts() == 0)
                .limit(policy.candidates())
                .toList();
    }

    private Transition<RestartState> kick(RestartState state, Kick rung, Evidence because) {
        String what = "kick for " + rung.steps() + " steps, rate ×" + Numbers.brief(rung.factor());
        List<Action> raise = List.of(passing(rung.factor()));
        return Transition.to(state.kicking(now.step() + rung.steps()), new Decision(raise, because(because, what)));
    }

    private Transition<RestartState> endKick(RestartState state) {
        Evidence because = new Evidence("kick-ended", "kick over → rate as before", Map.of(), Map.of());
        return Transition.to(state.in(new Phase.Watching()), new Decision(List.of(passing(1)), because));
    }

    private Action passing(double factor) {
        return new SetRateFactor(policy.target(), factor, Span.PASSING);
    }

    private static Evidence because(Evidence found, String what) {
        return because(found, found.sentence(), what);
    }

    private static Evidence because(Evidence found, String sentence, String what) {
        return new Evidence(found.rule(), sentence + " → " + what, found.measured(), found.threshold());
    }
}
