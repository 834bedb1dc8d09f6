package io.github.redescent.range;

import io.github.redescent.region.Numbers;
import io.github.redescent.trend.Series;
import java.util.List;
import java.util.Optional;

/**
 * Learning rates read from range tests with several seeds.
 *
 * @param low the lowest that a curve suggests, by its steepest point or a tenth of its minimum
 * @param high the highest
 * @param rate one to begin with: the median of the steepest points
 * @param curves how many curves suggest something
 * @param of how many there are
 */
public record RangeSuggestion(double low, double high, double rate, int curves, int of) {
    /**
     * Reads curves of several seeds.
     *
     * @return empty if the loss fell in fewer than half of them: the range, the data or the model is wrong
     * @throws IllegalArgumentException if there is no curve
     */
    public static Optional<RangeSuggestion> of(List<RangeCurve> curves) {
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("a suggestion needs at least one curve, got none; run three seeds");
        }
        List<RangeCurve.Rates> rates =
                curves.stream().flatMap(curve -> curve.suggest().stream()).toList();
        if (rates.size() * 2 < curves.size() || rates.isEmpty()) {
            return Optional.empty();
        }
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (RangeCurve.Rates each : rates) {
            low = Math.min(low, Math.min(each.steepest(), each.tenthOfMinimum()));
            high = Math.max(high, Math.max(each.steepest(), each.tenthOfMinimum()));
        }
        double[] steepest =
                rates.stream().mapToDouble(RangeCurve.Rates::steepest).toArray();
        return Optional.of(new RangeSuggestion(low, high, Series.of(steepest).median(), rates.size(), curves.size()));
    }

    /** Returns it in one line. */
    public String describe() {
        return "rates from " + Numbers.brief(low) + " to " + Numbers.brief(high) + " learn (" + curves + " of " + of
                + " seeds); begin with " + Numbers.brief(rate);
    }
}
