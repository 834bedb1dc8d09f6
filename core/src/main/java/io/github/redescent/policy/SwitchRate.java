package io.github.redescent.policy;

import io.github.redescent.control.Handover;
import io.github.redescent.optimizer.Host;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.Sgd;
import java.util.Optional;
import java.util.OptionalDouble;

/** Which rate an optimizer gets that takes over from another. */
public sealed interface SwitchRate {
    /** Returns the optimizer with its rate; empty while what the rate depends on is not known. */
    Optional<OptimizerSpec> settle(Situation now);

    /** Returns whether it depends on what is measured. */
    default boolean isMeasured() {
        return false;
    }

    /**
     * Checks that a switch can have it.
     *
     * @throws IllegalArgumentException if it cannot; the message says what can
     */
    default void check(OptimizerSpec optimizer, Trigger trigger, Handover handover) {
        if (optimizer instanceof Host) {
            throw new IllegalArgumentException("the rate of " + optimizer
                    + " is the host's, and cannot be chosen at a switch; use SwitchRate.given()");
        }
    }

    /** Returns the rate that the new optimizer's spec gives; its schedule begins at the switch. */
    static Given given() {
        return new Given();
    }

    /** Returns the schedule that the parameters have: it goes on where it is. */
    static Kept kept() {
        return new Kept(1);
    }

    /**
     * Returns the rate at which the first updates are at most as large as the last one before, ‖Δθ‖/‖θ‖ of each group
     * for itself; the schedule goes on from there. (Ours.) Known for gradient descent with and without momentum, Adam,
     * AdamW, AMSGrad, AdaMax, AdaGrad and RMSprop.
     */
    static Matched matched() {
        return new Matched();
    }

    /**
     * Returns the rate that SWATS projects, (1 − β)Λ for momentum β; the schedule goes on from there. Only with
     * {@link Trigger#swats()}, and to gradient descent.
     */
    static Estimated estimated() {
        return new Estimated();
    }

    /** The spec's own. */
    record Given() implements SwitchRate {
        @Override
        public Optional<OptimizerSpec> settle(Situation now) {
            return Optional.of(now.stage().optimizer());
        }

        @Override
        public void check(OptimizerSpec optimizer, Trigger trigger, Handover handover) {
            // Whatever the spec says is possible.
        }
    }

    /**
     * The schedule that goes on, multiplied.
     *
     * @param share positive and finite
     */
    record Kept(double share) implements SwitchRate {
        /**
         * Checks the share.
         *
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Kept {
            if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a kept rate's share must be positive and finite, got " + share + "; 1 keeps it as it is");
            }
        }

        /**
         * Returns this, multiplied once more.
         *
         * @throws IllegalArgumentException if the factor is not positive and finite
         */
        public Kept times(double factor) {
            return new Kept(share * factor);
        }

        @Override
        public Optional<OptimizerSpec> settle(Situation now) {
            LearningRate kept =
                    share == 1 ? LearningRate.kept() : LearningRate.kept().times(share);
            return Optional.of(now.stage().optimizer().withRate(kept));
        }
    }

    /** As large an update as before. */
    record Matched() implements SwitchRate {
        @Override
        public Optional<OptimizerSpec> settle(Situation now) {
            return now.atRate(now.matched());
        }

        @Override
        public boolean isMeasured() {
            return true;
        }

        @Override
        public void check(OptimizerSpec optimizer, Trigger trigger, Handover handover) {
            SwitchRate.super.check(optimizer, trigger, handover);
            if (!StepSize.isKnown(optimizer, handover)) {
                throw new IllegalArgumentException("how large the first update of " + optimizer.kind()
                        + " with the handover " + handover + " will be is not known, so its rate cannot be"
                        + " matched; use SwitchRate.given() or kept(), or Handover.FRESH with one of Sgd, Adam, AdamW,"
                        + " AmsGrad, AdaMax, AdaGrad, RmsProp");
            }
        }
    }

    /** SWATS' projection. */
    record Estimated() implements SwitchRate {
        @Override
        public Optional<OptimizerSpec> settle(Situation now) {
            Optional<ProjectedRate> projected =
                    now.stage().trigger().projected(now.watch().projection());
            if (projected.isEmpty() || !(now.stage().optimizer() instanceof Sgd target)) {
                return Optional.empty();
            }
            double rate = projected.get().rate() / StepSize.gain(target);
            if (!projected.get().clamped()) {
                return now.atRate(OptionalDouble.of(rate));
            }
            OptionalDouble most = now.matched();
            return most.isEmpty()
                    ? Optional.empty()
                    : now.atRate(OptionalDouble.of(Math.min(rate, most.getAsDouble())));
        }

        @Override
        public boolean isMeasured() {
            return true;
        }

        @Override
        public void check(OptimizerSpec optimizer, Trigger trigger, Handover handover) {
            SwitchRate.super.check(optimizer, trigger, handover);
            if (!trigger.estimatesRate() || !(optimizer instanceof Sgd)) {
                throw new IllegalArgumentException("only Trigger.swats() estimates a rate, and only for Sgd; got "
                        + trigger + " for " + optimizer.kind() + "; use SwitchRate.matched()");
            }
        }
    }
}
