package io.github.redescent.policy;

import io.github.redescent.region.Attempt;
import java.util.List;
import java.util.OptionalLong;

/**
 * What {@link ReinitializeOnBadRegion} remembers.
 *
 * @param attempt the losses since the last restart
 * @param weights paths of the model's trained weights; empty if they are not known
 * @param seed the run's seed
 * @param restarts how many there were
 * @param factor product of their rate factors
 * @param kicked whether this attempt has had its kick
 * @param kickEnds the step at which a kick is taken back
 * @param quiet whether the restarts are used up and that was reported
 */
public record RestartState(
        Attempt attempt,
        List<String> weights,
        long seed,
        int restarts,
        double factor,
        boolean kicked,
        OptionalLong kickEnds,
        boolean quiet) {
    /** Copies the list. */
    public RestartState {
        weights = List.copyOf(weights);
    }

    boolean isWeight(String path) {
        return weights.isEmpty() || weights.contains(path);
    }

    RestartState withAttempt(Attempt newer) {
        return new RestartState(newer, weights, seed, restarts, factor, kicked, kickEnds, quiet);
    }

    RestartState afterRestart(double newFactor) {
        return new RestartState(
                attempt.next(), weights, seed, restarts + 1, newFactor, false, OptionalLong.empty(), false);
    }

    RestartState afterKick(long until) {
        return new RestartState(attempt.next(), weights, seed, restarts, factor, true, OptionalLong.of(until), false);
    }

    RestartState withoutKick() {
        return new RestartState(attempt, weights, seed, restarts, factor, kicked, OptionalLong.empty(), quiet);
    }

    RestartState quietly() {
        return new RestartState(attempt, weights, seed, restarts, factor, kicked, OptionalLong.empty(), true);
    }
}
