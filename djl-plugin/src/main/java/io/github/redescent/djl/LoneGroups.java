package io.github.redescent.djl;

import io.github.redescent.Recipe;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.Treatment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Groups without an optimizer beneath them, so that they must give every parameter one or freeze it.
 *
 * @param groups the groups
 */
record LoneGroups(ParameterGroups groups) {
    /**
     * Checks that they need no other optimizer.
     *
     * @throws IllegalArgumentException if they do, or give none
     */
    LoneGroups {
        if (treatments(groups).anyMatch(Treatment.Unchanged.class::isInstance)) {
            throw new IllegalArgumentException("otherwiseUnchanged and scaled keep an optimizer that is there already,"
                    + " and DJL has none; use ControlledOptimizer.of(spec, recipe.withGroups(groups))");
        }
        if (treatments(groups).noneMatch(Treatment.Optimize.class::isInstance)) {
            throw new IllegalArgumentException("no group has an optimizer, got " + groups
                    + "; add group(name, glob, spec), or end with otherwise(spec)");
        }
    }

    private static Stream<Treatment> treatments(ParameterGroups groups) {
        return Stream.concat(groups.rules().stream().map(ParameterGroups.Rule::how), groups.otherwise().stream());
    }

    /** Returns the optimizer of what no rule matches; where nothing may be left over, that of the first group. */
    OptimizerSpec spec() {
        return groups.otherwise().stream()
                .flatMap(LoneGroups::given)
                .findFirst()
                .or(() -> treatments(groups).flatMap(LoneGroups::given).findFirst())
                .orElseThrow();
    }

    private static Stream<OptimizerSpec> given(Treatment how) {
        return how instanceof Treatment.Optimize optimize ? Stream.of(optimize.optimizer()) : Stream.empty();
    }

    /** Returns a recipe that neither decides nor groups anything. */
    static Recipe nothing() {
        return new Recipe(List.of(), ParameterGroups.unchanged(), 0, OptionalLong.empty(), false);
    }

    /** Returns whether no optimizer is left for parameters that are frozen. */
    boolean isExhaustive() {
        return groups.otherwise().stream().noneMatch(Treatment.Optimize.class::isInstance);
    }

    /**
     * Checks every group's optimizer.
     *
     * @throws io.github.redescent.control.UnsupportedByBackendException if DJL cannot carry one out
     * @throws IllegalArgumentException if a rate names a schedule that is not bound
     */
    void require(Trackers trackers) {
        treatments(groups).flatMap(LoneGroups::given).forEach(spec -> Settings.requireKnown(spec, trackers));
    }

    /**
     * Returns a recipe with these groups.
     *
     * @param recipe what else there is to do
     * @throws IllegalArgumentException if it has other groups already
     */
    Recipe join(Optional<Recipe> recipe) {
        if (recipe.isEmpty()) {
            return nothing().withGroups(groups);
        }
        Recipe present = recipe.get();
        if (!present.groups().isEmpty() && !present.groups().equals(groups)) {
            throw new IllegalArgumentException("the recipe has groups of its own, " + present.groups()
                    + "; give the groups once, to the recipe or to the optimizer");
        }
        return present.withGroups(groups);
    }
}
