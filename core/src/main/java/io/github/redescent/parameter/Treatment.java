package io.github.redescent.parameter;

import io.github.redescent.optimizer.OptimizerSpec;

/** What becomes of the parameters of one rule. */
public sealed interface Treatment {
    /** Returns the treatment in a word or two. */
    String describe();

    /**
     * They keep the optimizer and the schedule that the host gave them.
     *
     * @param rateFactor what their rate is multiplied by, positive and finite
     */
    record Unchanged(double rateFactor) implements Treatment {
        /**
         * Checks the factor.
         *
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Unchanged {
            if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a group's rate factor must be positive and finite, got "
                        + rateFactor + "; to keep a group from training, freeze it");
            }
        }

        @Override
        public String describe() {
            return rateFactor == 1 ? "unchanged" : "rate ×" + rateFactor;
        }
    }

    /**
     * They get an optimizer of their own, with fresh state.
     *
     * @param optimizer what it is
     */
    record Optimize(OptimizerSpec optimizer) implements Treatment {
        /**
         * Checks the rate.
         *
         * @throws IllegalArgumentException if the rate is a kept one
         */
        public Optimize {
            if (optimizer.rate().keptShare().isPresent()) {
                throw new IllegalArgumentException("a group's optimizer needs a rate of its own, got " + optimizer
                        + "; to keep the host's optimizer at another rate, use scaled");
            }
        }

        @Override
        public String describe() {
            return optimizer.kind();
        }
    }

    /** They do not train: bit-identical until they are unfrozen. */
    record Frozen() implements Treatment {
        @Override
        public String describe() {
            return "frozen";
        }
    }
}
