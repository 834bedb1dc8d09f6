package io.github.redescent.policy;

import io.github.redescent.control.Observation;
import io.github.redescent.control.Rate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Probe} remembers.
 *
 * @param course how far the run is
 * @param since where counting began
 * @param rates by group, the highest settled rate since then
 * @param done how many probes there were
 * @param factor the rate factor that it holds
 * @param fork the probe under way
 */
record ProbeState(Course course, Since since, Map<String, Double> rates, int done, double factor, Optional<Fork> fork) {
    /**
     * A probe under way.
     *
     * @param why what started it
     * @param running the index of what runs: 0 is nothing, then the choices
     * @param heat how it does
     * @param scores those that have run
     */
    public record Fork(String why, int running, Heat heat, List<Score> scores) {
        /** Copies the list. */
        public Fork {
            scores = List.copyOf(scores);
        }
    }

    /** Copies the map. */
    public ProbeState {
        rates = Map.copyOf(rates);
    }

    /** Returns this state after one more observation without a probe. */
    ProbeState see(Observation now) {
        Map<String, Double> highest = new HashMap<>();
        for (Map.Entry<String, Rate> entry : now.rates().entrySet()) {
            double rate = entry.getValue().settled();
            highest.put(entry.getKey(), Math.max(rate, rates.getOrDefault(entry.getKey(), rate)));
        }
        return new ProbeState(course.see(now), since, highest, done, factor, fork);
    }

    ProbeState with(Fork newer) {
        return new ProbeState(course, since, rates, done, factor, Optional.of(newer));
    }

    /** Returns this state with everything counted from now on. */
    ProbeState rebased(int probes, double newFactor) {
        return new ProbeState(course.rebased(), course.since(), Map.of(), probes, newFactor, Optional.empty());
    }
}
