package io.github.redescent.policy;

import io.github.redescent.region.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A restart under way: candidates train one after the other on the coming batches, so many updates each, and the best
 * goes on. A plain restart is a race of one.
 *
 * @param verdict what was found
 * @param length updates of each
 * @param lineup who runs, in order
 * @param running the index of the one that runs
 * @param heat how it does
 * @param gauging how the fitting rate is being measured
 * @param former the rate factors before the race, by group
 * @param fitting those that fit fresh weights, once they are known
 * @param scores those that have run
 */
record Race(
        Verdict verdict,
        long length,
        List<Candidate> lineup,
        int running,
        Heat heat,
        Optional<Gauging> gauging,
        Map<String, Double> former,
        Map<String, Double> fitting,
        List<Score> scores) {
    /** By what share of the constant's loss a candidate must be better to have won at once. */
    private static final double WON = 0.1;

    /** Copies the collections. */
    public Race {
        lineup = List.copyOf(lineup);
        former = Map.copyOf(former);
        fitting = Map.copyOf(fitting);
        scores = List.copyOf(scores);
    }

    static Race of(Verdict verdict, long length, List<Candidate> lineup, long step, Map<String, Double> former) {
        return new Race(verdict, length, lineup, 0, Heat.after(step), Optional.empty(), former, Map.of(), List.of())
                .measuringFirst();
    }

    private Race measuringFirst() {
        return candidate().isMeasured() && fitting.isEmpty()
                ? new Race(
                        verdict, length, lineup, running, heat, Optional.of(Gauging.begin()), former, fitting, scores)
                : this;
    }

    /** Returns whether the loss had gone up, or was no number any longer. */
    boolean rose() {
        return verdict == Verdict.NON_FINITE || verdict == Verdict.DIVERGED || verdict == Verdict.HOPELESS;
    }

    /** Returns whether it is known for sure that to go on leads nowhere, so that it wins no ties. */
    private boolean isHopelessAsItIs() {
        return verdict == Verdict.TOO_SLOW || verdict == Verdict.DEAD;
    }

    /** Returns who wins ties. */
    String incumbent() {
        return isHopelessAsItIs() ? "" : Candidate.GO_ON.words();
    }

    Candidate candidate() {
        return lineup.get(running);
    }

    boolean isLast() {
        return running == lineup.size() - 1;
    }

    /** Returns whether there is nobody to compare with. */
    boolean isPlain() {
        return lineup.size() == 1;
    }

    Race gauging(Gauging newer) {
        return new Race(verdict, length, lineup, running, heat, Optional.of(newer), former, fitting, scores);
    }

    /** Returns this race, the fitting rates known and the running one off. */
    Race fitted(Map<String, Double> known, long step) {
        return new Race(verdict, length, lineup, running, Heat.after(step), Optional.empty(), former, known, scores);
    }

    /** Returns this race with the old rate in place of the fitting one, which runs next in place of what was. */
    Race atSameRate() {
        if (candidate() != Candidate.FITTING) {
            return this;
        }
        List<Candidate> changed = new ArrayList<>(lineup);
        changed.set(running, Candidate.SAME_RATE);
        if (!isLast()) {
            changed.set(running + 1, Candidate.FITTING);
        }
        return new Race(verdict, length, changed, running, heat, gauging, former, fitting, scores);
    }

    Race with(Heat newer) {
        return new Race(verdict, length, lineup, running, newer, gauging, former, fitting, scores);
    }

    /** Returns this race with the running one's score. */
    Race scored(Score score) {
        return new Race(verdict, length, lineup, running, heat, gauging, former, fitting, Score.with(scores, score));
    }

    /** Returns this race with the next one running. */
    Race next(long step) {
        return new Race(
                        verdict,
                        length,
                        lineup,
                        running + 1,
                        Heat.after(step),
                        Optional.empty(),
                        former,
                        fitting,
                        scores)
                .measuringFirst();
    }

    /** Returns whether a score is so good that the others need not run. */
    boolean isWonBy(Score score) {
        return !Double.isNaN(heat.constant()) && score.isBelow(-WON * Math.abs(heat.constant()));
    }

    Optional<Score> champion() {
        return Score.best(scores, incumbent());
    }

    /** Returns the rate factors of a candidate, by group. */
    Map<String, Double> factors(Candidate who) {
        if (!who.redraws() || who == Candidate.SAME_RATE || fitting.isEmpty()) {
            return former;
        }
        Map<String, Double> factors = new HashMap<>();
        fitting.forEach((group, factor) -> factors.put(group, factor * who.share()));
        return factors;
    }
}
