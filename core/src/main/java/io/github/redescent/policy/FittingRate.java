package io.github.redescent.policy;

import io.github.redescent.region.Verdict;
import java.util.HashMap;
import java.util.Map;

/**
 * The rate that fits the weights: one whose updates are a certain share of their norm. (Ours. Rules that divide by the
 * gradient's size move each of n weights by about the rate whatever the loss, so that a rate says nothing without the
 * weights' scale.) Longer runs want smaller updates, by the root of their length. A further restart tries thrice the
 * size where nothing moved, and a third of it where all went up.
 *
 * @param policy says which share
 * @param race the restart
 * @param seen how large updates are at the rate that was
 */
record FittingRate(ReinitializeOnBadRegion policy, Race race, Gauging seen) {
    /** Steps left for which the share is meant. */
    private static final double REFERENCE = 600;

    /** The least and the most of the share, however long or short the run. */
    private static final double LEAST = 0.1;

    private static final double MOST = 2;

    /** By how much a further restart's share is larger or smaller. */
    private static final double FURTHER = 3;

    /** Within which factor of the share the size of the old rate's updates may be for that rate to count as right. */
    private static final double RIGHT = 4;

    /** How far above it may be where nothing went up, so that it is not the rate's fault. */
    private static final double RIGHT_ABOVE = 12;

    /** What a recovery multiplies a rate by that was about right. */
    private static final double LOWER = 0.5;

    Map<String, Double> factors(RestartState state, long step) {
        Map<String, Double> factors = new HashMap<>();
        double least = Double.POSITIVE_INFINITY;
        for (String group : policy.named(state.groups())) {
            double former = race.former().getOrDefault(group, 1.0);
            if (policy.rate() instanceof RestartRate.Measured measured
                    && seen.size(group).isPresent()) {
                double change = change(
                        seen.size(group).getAsDouble(),
                        measured.updateSize() * share(state, step),
                        state.restarts() > 1);
                factors.put(group, former * change);
                least = Math.min(least, former * change);
            }
        }
        for (String group : policy.named(state.groups())) {
            double former = race.former().getOrDefault(group, 1.0);
            boolean recovers = race.candidate() == Candidate.BEST_WEIGHTS;
            double blind = former * (recovers ? LOWER : policy.rate().fallback(race.verdict() == Verdict.TOO_SLOW));
            factors.putIfAbsent(group, Double.isFinite(least) ? least : blind);
        }
        return factors;
    }

    private static double share(RestartState state, long step) {
        double left = Math.max(1, state.left(step));
        return Math.max(LEAST, Math.min(MOST, Math.sqrt(REFERENCE / left)));
    }

    private double change(double size, double wished, boolean further) {
        if (race.candidate() == Candidate.BEST_WEIGHTS) {
            return size > RIGHT * wished ? wished / size : LOWER;
        }
        if (further && size > wished / RIGHT_ABOVE && size < wished * RIGHT_ABOVE) {
            return race.rose() ? 1 / FURTHER : FURTHER;
        }
        return wished / size;
    }

    /** Returns whether the old rate was about right in all groups, and may stay. */
    boolean wasRight(RestartState state, long step) {
        if (!(policy.rate() instanceof RestartRate.Measured measured) || state.restarts() > 1) {
            return false;
        }
        double wished = measured.updateSize() * share(state, step);
        double above = wished * (race.rose() ? RIGHT : RIGHT_ABOVE);
        return policy.named(state.groups()).stream()
                .map(seen::size)
                .allMatch(
                        size -> size.isPresent() && size.getAsDouble() > wished / RIGHT && size.getAsDouble() < above);
    }
}
