package io.github.redescent.region;

import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.OptionalDouble;

/**
 * How good the loss of the last window is.
 *
 * @param standing the judgement
 * @param loss the window's level: the median of its eight coarse means, which estimates the mean loss and bears
 *     outliers
 * @param limit what it was held against, NaN if nothing is known
 * @param source what the limit is, in words
 */
public record Level(Standing standing, double loss, double limit, String source) {
    /** Standard error of the median of normal numbers, in units of that of their mean. */
    private static final double MEDIAN_ERROR = 1.2533;

    /** Standard errors by which a level must be above its limit. */
    private static final double ERRORS = 2;

    /** A judgement of a level. */
    public enum Standing {
        /** At or below what is known to be acceptable. */
        GOOD,
        /** Above it. */
        BAD,
        /** Nobody said what is acceptable, and the constant predictor's loss is not known. */
        UNKNOWN
    }

    /**
     * Judges the last window: against the acceptable loss if there is one, else against an earlier attempt and the
     * constant predictor. A model that was better than that predictor from the start knows something, and its level is
     * taken for good. Where nothing is known, a run that has learned all but nothing and whose gradients died on the
     * way is at a bad level too.
     */
    static Level of(Attempt attempt, Thresholds limits, OptionalDouble acceptable) {
        int span = attempt.lengths().blocks() / Lengths.FINE_PER_COARSE;
        double loss = attempt.blocks().coarse().last(span).median();
        if (acceptable.isPresent()) {
            return against(loss, acceptable.getAsDouble(), "acceptable");
        }
        OptionalDouble sibling = Sibling.limit(attempt, limits);
        if (sibling.isPresent() && loss > sibling.getAsDouble()) {
            return new Level(Standing.BAD, loss, sibling.getAsDouble(), "an earlier attempt");
        }
        double chance = attempt.chance().orElse(0);
        if (chance == 0) {
            double start = attempt.head().median();
            double learned = start - limits.learnedShare() * Math.abs(start);
            return attempt.gradients().died(limits) && loss > learned
                    ? new Level(Standing.BAD, loss, learned, "start")
                    : new Level(Standing.UNKNOWN, loss, Double.NaN, "acceptable loss unknown");
        }
        double limit = chance - limits.chanceMargin() * Math.abs(chance);
        return knewSomething(attempt.head(), limit, limits)
                ? new Level(Standing.GOOD, loss, limit, "known at the start")
                : against(loss, limit, "chance");
    }

    private static Level against(double loss, double limit, String source) {
        return new Level(loss > limit ? Standing.BAD : Standing.GOOD, loss, limit, source);
    }

    /** A first loss may be low by chance, and a fast learner's losses may soon be low; a trained model's are both. */
    private static boolean knewSomething(Series head, double limit, Thresholds limits) {
        return head.size() >= limits.divergenceWindow()
                && head.get(0) <= limit
                && head.countAbove(limit) <= head.size() / 4;
    }

    /**
     * Returns whether the level is above the limit by more than noise may explain.
     *
     * @param coarse means of blocks so long that rare great losses, of small batches or rare classes, show in their
     *     spread
     */
    boolean isClearlyMissedBy(Series coarse) {
        double error = MEDIAN_ERROR * Spread.of(coarse) / Math.sqrt(coarse.size());
        return standing == Standing.UNKNOWN || Math.min(loss, coarse.median()) - ERRORS * error > limit;
    }
}
