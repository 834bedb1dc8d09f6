package io.github.redescent.policy;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Quantity;
import io.github.redescent.region.Numbers;
import io.github.redescent.region.Verdict;
import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A restart under way: candidates train one after the other on the coming batches, so many updates each, and the one
 * whose loss is lowest, each batch held against the best constant prediction's, goes on. A plain restart is a race of
 * one.
 *
 * @param verdict what was found
 * @param length updates of each
 * @param lineup who runs, in order
 * @param running the index of the one that runs
 * @param began the step after which it began
 * @param gauging how the fitting rate is being measured
 * @param former the rate factors before the race, by group
 * @param fitting those that fit fresh weights, once they are known
 * @param losses the running one's losses against the constant's
 * @param level the constant's loss, the newest
 * @param results those that have run
 */
public record Race(
        Verdict verdict,
        long length,
        List<Candidate> lineup,
        int running,
        long began,
        Optional<Gauging> gauging,
        Map<String, Double> former,
        Map<String, Double> fitting,
        Series losses,
        double level,
        List<Result> results) {
    /** What is measured while candidates run. */
    static final Set<Measurement> WANTED = Set.of(Measurement.total(Quantity.CONSTANT_LOSS));

    private static final double MEDIAN_ERROR = 1.2533;
    private static final double ERRORS = 2;

    /** By what share of the constant's loss a candidate must be better to have won at once. */
    private static final double WON = 0.1;

    /**
     * How one did.
     *
     * @param candidate who
     * @param loss the level that it came to, infinite if a loss was no number
     * @param error that level's standard error
     */
    public record Result(Candidate candidate, double loss, double error) {
        /** Returns whether it is better; whoever came before wins a tie where nothing was to be done. */
        boolean beats(Result other) {
            double margin = other.candidate == Candidate.GO_ON ? ERRORS * Math.hypot(error, other.error) : 0;
            return Double.isFinite(loss) && !(loss >= other.loss - margin);
        }
    }

    /** Copies the collections. */
    public Race {
        lineup = List.copyOf(lineup);
        former = Map.copyOf(former);
        fitting = Map.copyOf(fitting);
        results = List.copyOf(results);
    }

    static Race of(Verdict verdict, long length, List<Candidate> lineup, long step, Map<String, Double> former) {
        Race race = new Race(
                verdict,
                length,
                lineup,
                0,
                step,
                Optional.empty(),
                former,
                Map.of(),
                Series.of(),
                Double.NaN,
                List.of());
        return lineup.get(0).isMeasured() ? race.with(Optional.of(Gauging.begin()), Map.of(), step) : race;
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

    Race with(Optional<Gauging> newGauging, Map<String, Double> newFitting, long newBegan) {
        return new Race(
                verdict, length, lineup, running, newBegan, newGauging, former, newFitting, losses, level, results);
    }

    /** Returns this race after one more update of the running candidate. */
    Race see(double loss, double constant) {
        double number =
                Double.isFinite(loss) ? loss - (Double.isNaN(constant) ? 0 : constant) : Double.POSITIVE_INFINITY;
        return new Race(
                verdict,
                length,
                lineup,
                running,
                began,
                gauging,
                former,
                fitting,
                losses.append(number, (int) Math.max(8, length / 2)),
                Double.isNaN(constant) ? level : constant,
                results);
    }

    boolean isBroken() {
        return losses.countAbove(Double.MAX_VALUE) > 0;
    }

    /** Returns how the running one did. */
    Result result() {
        if (losses.isEmpty() || isBroken()) {
            return new Result(candidate(), Double.POSITIVE_INFINITY, 0);
        }
        double median = losses.median();
        double error = MEDIAN_ERROR * Spread.of(losses) / Math.sqrt(losses.size());
        return new Result(candidate(), median, error);
    }

    /** Returns whether a result is so good that the others need not run. */
    boolean isWonBy(Result result) {
        return !Double.isNaN(level) && result.loss() + ERRORS * result.error() < -WON * Math.abs(level);
    }

    /** Returns the best of those that have run; empty if none ended with numbers. */
    Optional<Result> champion() {
        Optional<Result> best = Optional.empty();
        for (Result each : results) {
            if (Double.isFinite(each.loss()) && (best.isEmpty() || each.beats(best.get()))) {
                best = Optional.of(each);
            }
        }
        return best;
    }

    /** Returns this race with the running one's result. */
    Race scored(Result result) {
        List<Result> more = new ArrayList<>(results);
        more.add(result);
        return new Race(verdict, length, lineup, running, began, gauging, former, fitting, losses, level, more);
    }

    /** Returns this race with the next one running. */
    Race next(long step) {
        Race race = new Race(
                verdict,
                length,
                lineup,
                running + 1,
                step,
                Optional.empty(),
                former,
                fitting,
                Series.of(),
                level,
                results);
        boolean unknown = fitting.isEmpty() && race.candidate().isMeasured();
        return unknown ? race.with(Optional.of(Gauging.begin()), Map.of(), step) : race;
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

    String table() {
        return results.stream()
                .map(each -> each.candidate().words() + ' ' + Numbers.brief(each.loss()))
                .collect(Collectors.joining(", "));
    }
}
