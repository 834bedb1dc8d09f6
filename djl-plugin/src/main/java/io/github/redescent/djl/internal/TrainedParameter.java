package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.redescent.control.Handover;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.HostSchedules;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One parameter as the optimizer sees it: its weight, its optimizer with the state made at its first update, and its
 * rate.
 */
final class TrainedParameter implements AutoCloseable {
    private final String path;
    private final RateClock rate;
    private Assignment first;
    private Assignment assignment;
    private Rule rule;
    private @Nullable NDArray weight;
    private @Nullable OptimizerState state;
    private boolean hasGradient;

    TrainedParameter(String path, OptimizerSpec spec, HostSchedules host) {
        this.path = path;
        this.first = new Assignment(spec, 0);
        this.assignment = first;
        this.rule = Rule.of(spec);
        this.rate = new RateClock(first, host);
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

    /** Returns which optimizer it has. */
    Assignment assignment() {
        return assignment;
    }

    /** Returns which optimizer it had first. */
    Assignment first() {
        return first;
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

    /** Gives it the optimizer that it starts with. */
    void start(OptimizerSpec spec, long step) {
        first = new Assignment(spec, step);
        become(first);
    }

    /**
     * Lets another optimizer take over.
     *
     * @throws UnsupportedByBackendException if momentum is to be handed over from an optimizer that has none
     */
    void use(Program program, OptimizerSpec spec, Handover handover, long step) {
        Assignment next = assignment.next(spec, step);
        if (handover == Handover.FRESH || state == null || clocks().first() == 0) {
            become(next);
            return;
        }
        MeanScale scale = new MeanScale(clocks().first());
        double from = assignment
                .optimizer()
                .match(scale)
                .orElseThrow(() -> new UnsupportedByBackendException("parameter " + path + " has "
                        + assignment.optimizer().kind() + " now, which holds no running mean of gradients to hand"
                        + " over; switch with Handover.FRESH"));
        double to = next.optimizer().match(scale).orElseThrow();
        try (OptimizerState before = state) {
            state = null;
            become(next);
            state(program).takeFirst(before, from / to);
        }
    }

    /** Gives it its first optimizer back, brand-new; does nothing if it has that. */
    void useFirst() {
        if (!assignment.equals(first)) {
            become(first);
        }
    }

    /** Makes it forget its optimizer's state wholly, and frees it. */
    void forget() {
        become(assignment);
    }

    private void become(Assignment next) {
        close();
        assignment = next;
        rule = Rule.of(next.optimizer());
        rate.follow(next);
    }

    /** Returns a copy of its optimizer, which the caller closes. */
    KeptOptimizer copy() {
        return new KeptOptimizer(
                assignment, clocks(), Optional.ofNullable(state).map(OptimizerState::copy));
    }

    /** Brings a copied optimizer back; the copy stays the caller's. */
    void restore(Program program, KeptOptimizer kept) {
        if (!assignment.equals(kept.assignment())) {
            become(kept.assignment());
        }
        Optional<NDList> tensors = kept.state();
        if (tensors.isPresent()) {
            state(program).assign(tensors.get(), kept.clocks());
        } else {
            reset(ResetMode.FULL);
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
