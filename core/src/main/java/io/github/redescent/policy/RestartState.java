package io.github.redescent.policy;

import io.github.redescent.region.Attempt;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What {@link ReinitializeOnBadRegion} remembers.
 *
 * @param attempt the losses since the last restart
 * @param knowledge what is known beside them
 * @param seed the run's seed
 * @param weights paths of the model's trained weights; empty if they are not known
 * @param groups the groups that the target has parameters in
 * @param begin updates done when the run began
 * @param end the last planned step
 * @param restarts how many there were
 * @param recoveries how often the best weights came back
 * @param factors the rate factors in force, by group; a group that is missing has 1
 * @param kicked whether this attempt has had its kick
 * @param reported whether it was said that nothing more is done about a run that learns nothing
 * @param phase what is under way
 */
record RestartState(
        Attempt attempt,
        Knowledge knowledge,
        long seed,
        List<String> weights,
        List<String> groups,
        long begin,
        OptionalLong end,
        int restarts,
        int recoveries,
        Map<String, Double> factors,
        boolean kicked,
        boolean reported,
        Phase phase) {
    /** More than any race has. */
    private static final int CANDIDATES = 100;

    /** Copies the collections. */
    public RestartState {
        weights = List.copyOf(weights);
        groups = List.copyOf(groups);
        factors = Map.copyOf(factors);
    }

    boolean isWeight(String path) {
        return weights.isEmpty() || weights.contains(path);
    }

    /** Returns the steps left, twice as many as there were where nobody said. */
    long left(long step) {
        return end.isPresent() ? Math.max(0, end.getAsLong() - step) : 2 * (step - begin);
    }

    RestartState with(Attempt newer, Knowledge known) {
        return new RestartState(
                newer,
                known,
                seed,
                weights,
                groups,
                begin,
                end,
                restarts,
                recoveries,
                factors,
                kicked,
                reported,
                phase);
    }

    RestartState in(Phase next) {
        return new RestartState(
                attempt,
                knowledge,
                seed,
                weights,
                groups,
                begin,
                end,
                restarts,
                recoveries,
                factors,
                kicked,
                reported,
                next);
    }

    RestartState kicking(long until) {
        return new RestartState(
                attempt.next(),
                knowledge,
                seed,
                weights,
                groups,
                begin,
                end,
                restarts,
                recoveries,
                factors,
                true,
                reported,
                new Phase.Kicking(until));
    }

    RestartState silenced() {
        return new RestartState(
                attempt.markSuspected(),
                knowledge,
                seed,
                weights,
                groups,
                begin,
                end,
                restarts,
                recoveries,
                factors,
                kicked,
                true,
                new Phase.Watching());
    }

    RestartState counting(int moreRestarts, int moreRecoveries, Phase next) {
        return new RestartState(
                attempt,
                knowledge,
                seed,
                weights,
                groups,
                begin,
                end,
                restarts + moreRestarts,
                recoveries + moreRecoveries,
                factors,
                kicked,
                reported,
                next);
    }

    /** Returns this with a new attempt that begins after a step, at these rates. */
    RestartState afresh(long step, Map<String, Double> newFactors) {
        return new RestartState(
                Attempt.startingAfter(step, end),
                knowledge,
                seed,
                weights,
                groups,
                begin,
                end,
                restarts,
                recoveries,
                newFactors,
                false,
                reported,
                new Phase.Watching());
    }

    /** Returns the seed of the next new weights. */
    long seedOf(int candidate) {
        return SplitMix64.mix(seed, restarts + CANDIDATES * candidate);
    }
}
