package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Numbers;
import java.util.List;

/** One thing that {@link Probe} may try. */
public sealed interface Choice {
    /** What is done where nothing is done; always tried, and it wins ties. */
    String NOTHING = "nothing";

    /**
     * Returns a choice to multiply the rate.
     *
     * @param factor positive and finite, not 1
     */
    static Choice rate(double factor) {
        return new RateTimes(factor);
    }

    /** Returns a choice to make the optimizer forget. */
    static Choice resetState() {
        return new Forget(ResetMode.FULL);
    }

    /** Returns a choice to let another optimizer take over, with fresh state and its own rate. */
    static Choice use(OptimizerSpec optimizer) {
        return new Use(optimizer);
    }

    /** Returns its name in the evidence. */
    String describe();

    /** Returns what is done to try it, but for what lasts. */
    List<Action> actions(ParameterSelector target);

    /** Returns what the rate is multiplied by for good if it wins. */
    default double rateFactor() {
        return 1;
    }

    /**
     * The rate times a factor.
     *
     * @param factor positive and finite, not 1
     */
    record RateTimes(double factor) implements Choice {
        /** Checks the factor. */
        public RateTimes {
            if (!(factor > 0 && factor < Double.POSITIVE_INFINITY) || factor == 1) {
                throw new IllegalArgumentException(
                        "a probe's rate factor must be positive, finite and not 1, got " + factor + "; try 1.0 / 3");
            }
        }

        @Override
        public String describe() {
            return "rate ×" + Numbers.brief(factor);
        }

        @Override
        public List<Action> actions(ParameterSelector target) {
            return List.of(new Action.SetRateFactor(target, factor, Span.PASSING));
        }

        @Override
        public double rateFactor() {
            return factor;
        }
    }

    /**
     * A fresh optimizer state.
     *
     * @param mode what is forgotten
     */
    record Forget(ResetMode mode) implements Choice {
        @Override
        public String describe() {
            return "reset state";
        }

        @Override
        public List<Action> actions(ParameterSelector target) {
            return List.of(new Action.ResetState(target, mode));
        }
    }

    /**
     * Another optimizer.
     *
     * @param optimizer with its rate
     */
    record Use(OptimizerSpec optimizer) implements Choice {
        @Override
        public String describe() {
            return "switch to " + optimizer.kind();
        }

        @Override
        public List<Action> actions(ParameterSelector target) {
            return List.of(new Action.UseOptimizer(target, optimizer, Handover.FRESH));
        }
    }
}
