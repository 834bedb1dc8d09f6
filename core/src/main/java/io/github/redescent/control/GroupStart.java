package io.github.redescent.control;

import io.github.redescent.parameter.Grouping;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.Treatment;

/** Gives the groups of a recipe what they start with. */
record GroupStart(Grouping grouping, TrainingBackend backend) {
    /** In whose name groups hold their rate factors. */
    private static final String OWNER = "groups";

    /** Checks all treatments before anything is changed. */
    void require() {
        for (Grouping.Group group : grouping.treatments()) {
            ParameterSet members = grouping.table().select(group.which());
            if (group.how() instanceof Treatment.Optimize optimize) {
                backend.requireStart(members, optimize.optimizer());
            } else {
                backend.require(example(group), members);
            }
        }
    }

    /** Carries them out, and returns the rate factors that are in force then. */
    RateFactors begin() {
        backend.adopt(grouping.table());
        RateFactors factors = RateFactors.NONE;
        for (Grouping.Group group : grouping.treatments()) {
            if (group.how() instanceof Treatment.Optimize optimize) {
                backend.start(
                        grouping.table().select(group.which()).only(ParameterInfo::optimized), optimize.optimizer());
            } else if (example(group) instanceof Action.SetRateFactor scaling) {
                factors = factors.with(OWNER, scaling);
            }
        }
        if (!factors.isEmpty()) {
            factors.applyTo(backend, grouping.table().all(), Span.LASTING);
        }
        return factors;
    }

    private static Action example(Grouping.Group group) {
        return group.how() instanceof Treatment.Unchanged unchanged
                ? new Action.SetRateFactor(group.which(), unchanged.rateFactor(), Span.LASTING)
                : new Action.Freeze(group.which());
    }
}
