package io.github.redescent.policy;

import io.github.redescent.region.Verdict;
import java.util.HashMap;
import java.util.Map;

/**
 * The rate that fits the weights: one whose updates are a certain share of their norm. (Ours. Rules that divide by the
 * gradient's size move each of n weights by about the rate whatever the loss, so that a rate says nothing without the
 * weights' scale.) Longer runs want smaller updates, by the root of their length.
 *
 * @param policy says which share
 * @param race the restart
 * @param seen how large updates are at the rate that was
 */
record FittingRate(ReinitializeOnBadRegion policy, Race race, Gauging seen) {
    /** Steps left for which the share is meant. */
    private static final double REFERENCE = 600;

    /** The least share of the share, however long the run. */
    private static final double LEAST = 0.1;

    /** By how much a further restart's share is smaller. */
    private static final double FURTHER = 3;

    /** How far below and above the share the size of the old rate's updates may be for that rate to stay. */
    private static final double RIGHT_BELOW = 4;

    private static final double RIGHT_ABOVE = 2;

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
                        seen.size(group).getAsDouble(), measured.updateSize() * share(state, step), state.restarts());
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

    private double share(RestartState state, long step) {
        double left = Math.max(1, state.left(step));
        double length = Math.max(LEAST, Math.min(1, Math.sqrt(REFERENCE / left)));
        return length * Math.pow(FURTHER, -Math.max(0, state.restarts() - 1.0));
    }

    private double change(double size, double wished, int restarts) {
        if (race.candidate() == Candidate.BEST_WEIGHTS) {
            return size > RIGHT_ABOVE * wished ? wished / size : LOWER;
        }
        boolean right = restarts <= 1 && size > wished / RIGHT_BELOW && size < wished * RIGHT_ABOVE;
        return right ? 1 : wished / size;
    }
}
