package io.github.redescent.policy;

import io.github.redescent.control.Moment;
import java.util.EnumSet;
import java.util.Set;

/** Which loss a learning rate follows. */
sealed interface FollowedLoss {
    /** Returns when there may be a new value. */
    Moment moment();

    /** Returns when a policy that follows it is asked: at every step too, so that new weights are noticed at once. */
    default Set<Moment> moments() {
        return EnumSet.of(Moment.STEP, moment());
    }

    /** Returns its name in events. */
    String describe();

    /**
     * Returns the mean training loss of each window.
     *
     * @param window optimizer updates, at least 1
     * @throws IllegalArgumentException if the window is not positive
     */
    static FollowedLoss training(long window) {
        return new Training(window);
    }

    /** Returns the validation loss of each epoch. Needs a host that announces epochs and is given validation data. */
    static FollowedLoss validation() {
        return new Validation();
    }

    /**
     * The mean of the training losses of a window; NaN if one of them is.
     *
     * @param window optimizer updates
     */
    record Training(long window) implements FollowedLoss {
        /** Checks the window. */
        public Training {
            if (window < 1) {
                throw new IllegalArgumentException(
                        "a window of training losses must hold at least 1 step, got " + window + "; try 100");
            }
        }

        @Override
        public Moment moment() {
            return Moment.STEP;
        }

        @Override
        public String describe() {
            return window == 1 ? "training loss" : "mean training loss of " + window + " steps";
        }
    }

    /** The validation loss. */
    record Validation() implements FollowedLoss {
        @Override
        public Moment moment() {
            return Moment.EPOCH;
        }

        @Override
        public String describe() {
            return "validation loss";
        }
    }
}
