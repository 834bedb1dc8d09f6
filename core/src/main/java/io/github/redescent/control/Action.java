package io.github.redescent.control;

import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import java.util.Set;

/** One thing to do to a run. Actions are values: they can be compared, saved and replayed. */
public sealed interface Action {
    /** Returns the parameters it is about. */
    ParameterSelector target();

    /** Does it. */
    void applyTo(TrainingBackend backend, ParameterSet on);

    /**
     * Returns how strong it is where two decisions conflict: the decision that holds the strongest action wins. Zero
     * means that it conflicts with nothing.
     */
    default int strength() {
        return 0;
    }

    /** Returns whether it may be decided at a moment: most only between an update and the next forward pass. */
    default boolean isAllowedAt(Moment moment) {
        return moment != Moment.GRADIENT;
    }

    /**
     * Leaves the coming update out: weights, moments and local steps stay as they are. Decided at
     * {@link Moment#GRADIENT} only; the schedule goes on with the host's own count.
     */
    record SkipUpdate() implements Action {
        @Override
        public ParameterSelector target() {
            return ParameterSelector.all();
        }

        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.skipUpdate();
        }

        @Override
        public boolean isAllowedAt(Moment moment) {
            return moment == Moment.GRADIENT;
        }
    }

    /**
     * Makes the gradients of the coming update smaller, before the optimizer sees them. Decided at
     * {@link Moment#GRADIENT} only.
     *
     * @param factor what all gradients are multiplied by, in (0, 1)
     */
    record ScaleGradient(double factor) implements Action {
        /** Checks the factor. */
        public ScaleGradient {
            if (!(factor > 0 && factor < 1)) {
                throw new IllegalArgumentException(
                        "gradients are scaled by a factor in (0, 1), got " + factor + "; SkipUpdate leaves them out");
            }
        }

        @Override
        public ParameterSelector target() {
            return ParameterSelector.all();
        }

        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.scaleGradients(on.only(ParameterInfo::trainable), factor);
        }

        @Override
        public boolean isAllowedAt(Moment moment) {
            return moment == Moment.GRADIENT;
        }
    }

    /**
     * Makes the optimizer forget, wholly or in part; the schedule stays where it is.
     *
     * @param target the parameters
     * @param mode what is forgotten
     */
    record ResetState(ParameterSelector target, ResetMode mode) implements Action {
        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.reset(on.only(ParameterInfo::trainable), mode);
        }

        @Override
        public int strength() {
            return 2;
        }
    }

    /**
     * Draws weights anew with the layers' own initialisers; running statistics become as new. Frozen parameters are
     * left out.
     *
     * @param target the parameters
     * @param seed the same seed gives the same weights
     */
    record RedrawWeights(ParameterSelector target, long seed) implements Action {
        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.redraw(on.only(parameter -> !parameter.frozen()), seed);
        }

        @Override
        public int strength() {
            return 4;
        }
    }

    /**
     * Sets the deciding policy's own rate factor on a target; the factors of all policies multiply.
     *
     * @param target the parameters
     * @param factor positive and finite; 1 takes the factor back
     * @param span whether it makes part of the settled rate
     */
    record SetRateFactor(ParameterSelector target, double factor, Span span) implements Action {
        /** Checks the factor. */
        public SetRateFactor {
            if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a rate factor must be positive and finite, got " + factor + "; 1 takes it back");
            }
        }

        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.rateFactor(on.only(ParameterInfo::trainable), factor, span);
        }
    }

    /**
     * Starts the learning-rate schedule anew, as if the run began now.
     *
     * @param target the parameters
     */
    record RestartSchedule(ParameterSelector target) implements Action {
        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.restartSchedule(on.only(ParameterInfo::trainable));
        }
    }

    /**
     * Lets another optimizer take over, between two updates, so that a parameter never has two.
     *
     * @param target the parameters
     * @param optimizer the new one; with a {@link io.github.redescent.optimizer.LearningRate#kept() kept} rate the
     *     schedule goes on, any other begins now
     * @param handover what it takes over from the one before
     */
    record UseOptimizer(ParameterSelector target, OptimizerSpec optimizer, Handover handover) implements Action {
        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.use(on.only(ParameterInfo::optimized), optimizer, handover);
        }

        @Override
        public int strength() {
            return 3;
        }
    }

    /**
     * Gives parameters back the optimizer and schedule that they had when the recipe was attached, with fresh state;
     * does nothing to those that have it.
     *
     * @param target the parameters
     */
    record UseFirstOptimizer(ParameterSelector target) implements Action {
        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.useFirst(on.only(ParameterInfo::optimized));
        }

        @Override
        public int strength() {
            return 3;
        }
    }

    /**
     * Keeps parameters from training: bit-identical from now on, running statistics included.
     *
     * @param target the parameters
     */
    record Freeze(ParameterSelector target) implements Action {
        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.freeze(on.only(parameter -> !parameter.frozen()));
        }

        @Override
        public int strength() {
            return 1;
        }
    }

    /**
     * Lets frozen parameters train, with a brand-new optimizer's state.
     *
     * @param target the parameters
     */
    record Unfreeze(ParameterSelector target) implements Action {
        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.unfreeze(on.only(ParameterInfo::frozen));
        }

        @Override
        public int strength() {
            return 1;
        }
    }

    /**
     * Copies the whole model's state into a named slot, in place of what was there.
     *
     * @param slot the slot's name
     * @param parts what is copied
     */
    record Keep(String slot, Set<Part> parts) implements Action {
        /** Copies the set. */
        public Keep {
            parts = Set.copyOf(parts);
        }

        @Override
        public ParameterSelector target() {
            return ParameterSelector.all();
        }

        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.keep(on, slot, parts);
        }

        @Override
        public boolean isAllowedAt(Moment moment) {
            return true;
        }
    }

    /**
     * Brings back what a slot holds.
     *
     * @param target the parameters
     * @param slot the slot's name
     */
    record Restore(ParameterSelector target, String slot) implements Action {
        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.restore(on, slot);
        }

        @Override
        public int strength() {
            return 5;
        }
    }

    /**
     * Ends the run: the controller throws {@link TrainingStoppedException} once the decision is published.
     *
     * @param reason why, in one sentence
     */
    record Stop(String reason) implements Action {
        @Override
        public ParameterSelector target() {
            return ParameterSelector.all();
        }

        @Override
        public void applyTo(TrainingBackend backend, ParameterSet on) {
            backend.stop(reason);
        }

        @Override
        public int strength() {
            return 6;
        }
    }
}
