package io.github.redescent.policy;

import io.github.redescent.control.Rate;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One group right before a switch.
 *
 * @param stage the switch
 * @param watch what its trigger sees
 * @param sizes how large update and gradients are
 * @param count the group's entries
 * @param rate the rate of the next update; empty if the group is not trained
 */
record Situation(Stage stage, Watch watch, Sizes sizes, long count, Optional<Rate> rate) {
    /** Returns the effective rate at which the new rule's updates are no larger than the last one; empty if unknown. */
    OptionalDouble matched() {
        OptionalDouble perRate = perRate();
        double matched = perRate.isPresent() ? sizes.update() / perRate.getAsDouble() : 0;
        return matched > 0 && Double.isFinite(matched) ? OptionalDouble.of(matched) : OptionalDouble.empty();
    }

    /** Returns the new optimizer with the present schedule, brought to an effective rate; empty if that cannot be. */
    Optional<OptimizerSpec> atRate(OptionalDouble wanted) {
        double share = wanted.orElse(0) / rate.map(Rate::effective).orElse(0.0);
        return share > 0 && Double.isFinite(share)
                ? Optional.of(stage.optimizer().withRate(LearningRate.kept().times(share)))
                : Optional.empty();
    }

    /** Returns the effective rate that an optimizer starts with; empty if only the host knows. */
    public OptionalDouble firstRate(OptimizerSpec chosen) {
        if (rate.isEmpty() || !chosen.rate().hostName().isEmpty()) {
            return OptionalDouble.empty();
        }
        Rate present = rate.get();
        OptionalDouble share = chosen.rate().keptShare();
        double scheduled = share.isPresent()
                ? present.scheduled() * share.getAsDouble()
                : chosen.rate().at(0);
        return OptionalDouble.of(scheduled * present.lasting() * present.passing());
    }

    /** Returns the largest relative size that the new rule's first updates may have, at a rate; empty if unknown. */
    public OptionalDouble promised(OptionalDouble atRate) {
        OptionalDouble perRate = perRate();
        return perRate.isPresent() && atRate.isPresent()
                ? OptionalDouble.of(perRate.getAsDouble() * atRate.getAsDouble() / sizes.parameters())
                : OptionalDouble.empty();
    }

    private OptionalDouble perRate() {
        if (!sizes.areKnown(watch)) {
            return OptionalDouble.empty();
        }
        return stage.optimizer()
                .match(new StepSize(stage.handover(), sizes.largestGradient(), sizes.parameters(), count));
    }
}
