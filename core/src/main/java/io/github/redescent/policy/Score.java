package io.github.redescent.policy;

import io.github.redescent.region.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How one of several ways to go on did.
 *
 * @param who its name
 * @param loss the level that its loss came to, each batch held against the best constant prediction's where that is
 *     known; infinite if a loss was no number
 * @param error that level's standard error
 */
record Score(String who, double loss, double error) {
    private static final double ERRORS = 2;

    /**
     * Returns whether it is better than the best so far.
     *
     * @param incumbent what wins ties, because it changes nothing
     */
    boolean beats(Score best, String incumbent) {
        double margin = best.who.equals(incumbent) ? Math.hypot(error, best.error) : 0;
        return Double.isFinite(loss) && !(loss >= best.loss - margin);
    }

    /** Returns whether it is below a bound, and not just by chance. */
    boolean isBelow(double bound) {
        return loss + ERRORS * error < bound;
    }

    /** Returns the best of some, in the order in which they ran; empty if none ended with numbers. */
    static Optional<Score> best(List<Score> scores, String incumbent) {
        Optional<Score> best = Optional.empty();
        for (Score each : scores) {
            if (Double.isFinite(each.loss) && (best.isEmpty() || each.beats(best.get(), incumbent))) {
                best = Optional.of(each);
            }
        }
        return best;
    }

    static List<Score> with(List<Score> scores, Score more) {
        List<Score> longer = new ArrayList<>(scores);
        longer.add(more);
        return longer;
    }

    static String table(List<Score> scores) {
        return scores.stream()
                .map(each -> each.who + ' ' + Numbers.brief(each.loss))
                .collect(Collectors.joining(", "));
    }

    static Map<String, Double> measured(List<Score> scores) {
        Map<String, Double> table = new HashMap<>();
        scores.forEach(each -> table.put(each.who, each.loss));
        return table;
    }
}
