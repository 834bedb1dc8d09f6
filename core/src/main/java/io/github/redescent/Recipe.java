package io.github.redescent;

import io.github.redescent.control.Action;
import io.github.redescent.control.Policy;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.KeepBest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a run should be controlled by: an immutable value that is written once and handed to either framework. A recipe
 * remembers nothing; it may be attached to any number of models.
 *
 * @param policies the policies, asked in this order; their names differ
 * @param groups which parameters get which optimizer; default: all keep what the host gave them
 * @param seed seeds every random draw; default 0
 * @param plannedSteps how many optimizer updates (not epochs) a run will have; lets policies scale their windows
 * @param dryRun whether decisions are reported and not carried out; default false
 */
public record Recipe(
        List<Policy<?>> policies, ParameterGroups groups, long seed, OptionalLong plannedSteps, boolean dryRun) {
    /**
     * Makes a recipe.
     *
     * @throws IllegalArgumentException if two policies share a name, one goes back to the best weights and none keeps
     *     them, or the planned steps are not positive
     */
    public Recipe {
        policies = List.copyOf(policies);
        Set<String> names = new HashSet<>();
        for (Policy<?> policy : policies) {
            if (!names.add(policy.name())) {
                throw new IllegalArgumentException("two policies are named " + policy.name()
                        + "; a recipe holds one of a kind, or policies of differing name()");
            }
        }
        requireBest(policies);
        if (plannedSteps.isPresent() && plannedSteps.getAsLong() < 1) {
            throw new IllegalArgumentException("plannedSteps must be positive, got " + plannedSteps.getAsLong());
        }
    }

    private static void requireBest(List<Policy<?>> policies) {
        if (policies.stream().anyMatch(KeepBest.class::isInstance)) {
            return;
        }
        for (Policy<?> policy : policies) {
            if (policy.repertoire().stream()
                    .anyMatch(action -> action instanceof Action.Restore restore
                            && restore.slot().equals(KeepBest.SLOT))) {
                throw new IllegalArgumentException(policy.name()
                        + " goes back to the best weights, and no policy keeps them; add KeepBest.defaults()");
            }
        }
    }

    /**
     * Returns a recipe with seed 0. Adds {@link KeepBest#defaults()} where no {@link KeepBest} is among the policies,
     * so that the best weights can always be had back; the constructor adds nothing. Without policies it just does
     * that.
     *
     * @throws IllegalArgumentException if two policies share a name
     */
    public static Recipe of(Policy<?>... policies) {
        List<Policy<?>> all = new ArrayList<>(List.of(policies));
        if (all.stream().noneMatch(KeepBest.class::isInstance)) {
            all.add(KeepBest.defaults());
        }
        return new Recipe(all, ParameterGroups.unchanged(), 0, OptionalLong.empty(), false);
    }

    /**
     * Returns a recipe that gives each group its optimizer and keeps the best weights.
     *
     * @see #of(Policy...)
     */
    public static Recipe of(ParameterGroups groups) {
        return of(KeepBest.defaults()).withGroups(groups);
    }

    /** Returns this recipe with an optimizer per group of parameters; in a dry run too, since they decide nothing. */
    public Recipe withGroups(ParameterGroups newGroups) {
        return new Recipe(policies, newGroups, seed, plannedSteps, dryRun);
    }

    /** Returns this recipe with another seed. */
    public Recipe withSeed(long newSeed) {
        return new Recipe(policies, groups, newSeed, plannedSteps, dryRun);
    }

    /**
     * Returns this recipe for runs of a known length.
     *
     * @param steps optimizer updates, not epochs; positive
     * @throws IllegalArgumentException if the steps are not positive
     */
    public Recipe withPlannedSteps(long steps) {
        return new Recipe(policies, groups, seed, OptionalLong.of(steps), dryRun);
    }

    /** Returns this recipe as one that reports and does nothing. */
    public Recipe asDryRun() {
        return new Recipe(policies, groups, seed, plannedSteps, true);
    }
}
