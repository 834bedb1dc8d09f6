package io.github.redescent.region;

import io.github.redescent.control.Evidence;
import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.Map;
import java.util.Optional;

/**
 * The loss rose far above where it was, and does not come back: the medians of the last two windows of 16 losses are
 * both above the limit, and the newer one is not below the older one. The limit is a multiple of the constant
 * predictor's loss, or of the losses at the start where that is not known; and the loss must have been far lower in
 * this very attempt, so that a run with a big initialisation is left to recover. Losses that go below zero are compared
 * by their distance from the lowest one.
 */
public final class Diverged {
    private Diverged() {}

    /** Looks at an attempt's newest losses. */
    public static Optional<Finding> find(Attempt attempt, Thresholds limits) {
        int w = limits.divergenceWindow();
        Series recent = attempt.recent();
        if (recent.size() < 2 * w) {
            return Optional.empty();
        }
        double first = attempt.head().get(0);
        double lowest = Math.min(first, attempt.blocks().lowest());
        double least = Math.min(attempt.chance().orElse(first), first);
        if (recent.get(recent.size() - 1) <= multiple(least, lowest, limits)) {
            return Optional.empty();
        }
        Series last = recent.last(w);
        double now = last.median();
        double before = recent.first(w).median();
        double limit = limit(attempt, lowest, limits);
        boolean falls = now < before || Trend.decreases(last, limits) || Trend.decreases(recent, limits);
        return now > limit && before > limit && !falls ? Optional.of(found(now, limit, lowest)) : Optional.empty();
    }

    /** Looks at an attempt that is on a plateau: one that is far above the start has diverged, however noisy it is. */
    static Optional<Finding> find(Plateau plateau, Attempt attempt, Thresholds limits) {
        double lowest = Math.min(attempt.head().get(0), attempt.blocks().lowest());
        double baseline = attempt.chance().orElse(attempt.head().median());
        double limit = Math.max(multiple(baseline, lowest, limits), multiple(lowest, lowest, limits));
        double now = plateau.level().loss();
        return plateau.level().standing() == Level.Standing.BAD && now > limit && lowest >= 0
                ? Optional.of(found(now, limit, lowest))
                : Optional.empty();
    }

    private static double limit(Attempt attempt, double lowest, Thresholds limits) {
        Series head = attempt.head();
        double noise = limits.spreads() * Math.min(Spread.of(attempt.recent().last(head.size())), Spread.of(head));
        if (attempt.chance().isPresent()) {
            double above = multiple(attempt.chance().getAsDouble(), lowest, limits);
            return Math.max(above, Math.max(multiple(lowest, lowest, limits), lowest + noise));
        }
        double aboveFirst = multiple(head.get(0), lowest, limits);
        double start = head.median();
        return attempt.recent().countAbove(aboveFirst) == attempt.recent().size()
                ? aboveFirst
                : Math.max(multiple(start, lowest, limits), start + noise);
    }

    private static double multiple(double baseline, double lowest, Thresholds limits) {
        double origin = Math.min(0, lowest);
        return origin + limits.divergenceFactor() * (baseline - origin);
    }

    private static Finding found(double now, double limit, double lowest) {
        return new Finding(
                Verdict.DIVERGED,
                Finding.Certainty.CERTAIN,
                new Evidence(
                        Verdict.DIVERGED.rule(),
                        "loss " + Numbers.brief(now) + " rose from " + Numbers.brief(lowest) + " and stays above "
                                + Numbers.brief(limit),
                        Map.of("loss", now, "lowest", lowest),
                        Map.of("loss", limit)));
    }
}
