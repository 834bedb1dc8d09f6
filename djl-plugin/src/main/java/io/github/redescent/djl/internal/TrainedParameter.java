package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import io.github.redescent.control.ResetMode;
import org.jspecify.annotations.Nullable;

/** One parameter as the optimizer sees it: its weight, its state, made at its first update, and its rate. */
final class TrainedParameter implements AutoCloseable {
    private final String path;
    private final Rule rule;
    private final RateClock rate;
    private @Nullable NDArray weight;
    private @Nullable OptimizerState state;
    private boolean hasGradient;

    TrainedParameter(String path, Rule rule, RateClock rate) {
        this.path = path;
        this.rule = rule;
        this.rate = rate;
    }

    String path() {
        return path;
    }

    Rule rule() {
        return rule;
    }

    RateClock rate() {
        return rate;
    }

    /**
     * Tells it the weight of the coming update. The host replaces the array when a model is loaded again.
     *
     * @throws IllegalStateException if the shape is another than before
     */
    void bind(NDArray current) {
        if (weight == current) {
            return;
        }
        if (weight != null && state != null && !state.fits(current)) {
            throw new IllegalStateException("parameter " + path + " is now " + current.getShape() + ' '
                    + current.getDataType() + " on " + current.getDevice()
                    + ", its optimizer state is not; use a new ControlledOptimizer for a changed model");
        }
        weight = current;
        hasGradient = false;
    }

    /**
     * Returns the weight.
     *
     * @throws IllegalStateException before {@link #bind}
     */
    NDArray weight() {
        if (weight == null) {
            throw new IllegalStateException("parameter " + path + " has no weight yet; initialize the trainer first");
        }
        return weight;
    }

    /** Returns whether a backward pass has ever reached the weight. Asks the engine only until it has. */
    boolean hasGradient() {
        hasGradient = hasGradient || Program.hasGradient(weight());
        return hasGradient;
    }

    /** Returns the state, that of a brand-new optimizer at first. */
    OptimizerState state(Program program) {
        if (state == null) {
            state = new OptimizerState(program, rule, weight());
        }
        return state;
    }

    Clocks clocks() {
        return state == null ? Clocks.NEW : state.clocks();
    }

    void reset(ResetMode mode) {
        if (state != null) {
            state.reset(mode);
        }
    }

    /** Copies the state into a slot; one that is still brand-new leaves nothing there. */
    void keepIn(KeptSlot slot) {
        if (state != null) {
            slot.states().put(path, state.copy());
            slot.clocks().put(path, state.clocks());
        }
    }

    @Override
    public void close() {
        if (state != null) {
            state.close();
            state = null;
        }
    }
}
