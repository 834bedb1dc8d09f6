package io.github.redescent.region;

import io.github.redescent.trend.Series;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A loss that stays where it is, at a level that is not known to be good: what {@link Stuck} and {@link Dead} share.
 *
 * @param level where it is
 * @param trend the stretch that shows it is flat
 */
public record Plateau(Level level, Trend trend) {
    /** The fewest coarse means that are tested: two windows of them. */
    private static final int COARSE = 2 * Lengths.FINE_PER_COARSE;

    /**
     * Looks for one in the newest window. Costs next to nothing except eight times per window of a ripe attempt whose
     * level is bad, or unknown and not yet reported.
     */
    static Optional<Plateau> of(Attempt attempt, Thresholds limits, OptionalDouble acceptable) {
        if (!attempt.blocks().justCompletedCoarse() || !attempt.isRipe()) {
            return Optional.empty();
        }
        Level level = Level.of(attempt, limits, acceptable);
        boolean open = level.standing() == Level.Standing.BAD
                || (level.standing() == Level.Standing.UNKNOWN && !attempt.suspected());
        return open ? flatStretch(attempt, level, limits).map(trend -> new Plateau(level, trend)) : Optional.empty();
    }

    /**
     * The last window must show no decrease. It may be too noisy to rule one out, or to tell its level; then the newer
     * half of the attempt (two windows or more) decides, so that noise delays a verdict and does not make one. So long
     * a stretch is flat, too, if it cannot bring the loss noticeably nearer to its limit.
     */
    private static Optional<Trend> flatStretch(Attempt attempt, Level level, Thresholds limits) {
        Series fine = attempt.blocks().fine();
        if (Trend.decreases(fine, limits)) {
            return Optional.empty();
        }
        Lengths lengths = attempt.lengths();
        Series coarse = attempt.blocks().coarse();
        double least = limits.improvement() * Math.abs(level.loss());
        if (level.isClearlyMissedBy(coarse.last(lengths.blocks() / Lengths.FINE_PER_COARSE))
                && Trend.rulesOut(least / lengths.blocks(), fine, limits)) {
            return Optional.of(Trend.of(fine, lengths.block(), lengths, limits));
        }
        Series newer = coarse.last(Math.max(COARSE, coarse.size() / 2));
        long coarseBlock = lengths.block() * Lengths.FINE_PER_COARSE;
        double nearer = level.standing() == Level.Standing.BAD ? limits.approach() * (level.loss() - level.limit()) : 0;
        double perMean = Math.max(least, nearer) * coarseBlock / lengths.window();
        return newer.size() >= COARSE
                        && level.isClearlyMissedBy(newer)
                        && !Trend.decreases(newer, limits)
                        && Trend.rulesOut(perMean, newer, limits)
                ? Optional.of(Trend.of(newer, coarseBlock, lengths, limits))
                : Optional.empty();
    }
}
