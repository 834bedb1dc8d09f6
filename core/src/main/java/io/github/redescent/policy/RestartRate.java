package io.github.redescent.policy;

/** How {@link ReinitializeOnBadRegion} finds the learning rate of a restart. */
sealed interface RestartRate {
    /**
     * Returns the rate at which an update moves the weights by a share of their norm, measured on the fresh weights.
     */
    static Measured measured(double updateSize) {
        return new Measured(updateSize);
    }

    /** Returns the old rate times a factor, and another one where updates were far too small. */
    static Fixed fixed(double factor, double raiseFactor) {
        return new Fixed(factor, raiseFactor);
    }

    /** Returns the factor that is used where nothing can be measured. */
    double fallback(boolean tooSlow);

    /**
     * Measured in the first updates after new weights were drawn, at a rate that moves nothing. A rate that was about
     * right stays.
     *
     * @param updateSize norm of an update over the norm of the fresh weights; in (0, 1)
     */
    record Measured(double updateSize) implements RestartRate {
        /** Checks the size. */
        public Measured {
            if (!(updateSize > 0 && updateSize < 1)) {
                throw new IllegalArgumentException(
                        "updateSize must be in (0, 1), got " + updateSize + "; 0.02 is for runs of some hundred steps");
            }
        }

        @Override
        public double fallback(boolean tooSlow) {
            return tooSlow ? 10 : 0.1;
        }
    }

    /**
     * A factor, whatever the weights.
     *
     * @param factor positive and finite; 1 leaves the rate alone
     * @param raiseFactor the same where updates were far too small
     */
    record Fixed(double factor, double raiseFactor) implements RestartRate {
        /** Checks the factors. */
        public Fixed {
            check("rateFactor", factor);
            check("raiseFactor", raiseFactor);
        }

        private static void check(String name, double factor) {
            if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        name + " must be positive and finite, got " + factor + "; 1 leaves the rate alone");
            }
        }

        @Override
        public double fallback(boolean tooSlow) {
            return tooSlow ? raiseFactor : factor;
        }
    }
}
