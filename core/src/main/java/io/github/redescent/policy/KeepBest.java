package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.region.Numbers;
import io.github.redescent.trend.Series;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Keeps the best weights so far, with their optimizer state. Best is the lowest median of a window of training losses;
 * from the first validation loss on, the lowest validation loss. The weights that a run starts with are kept at once,
 * so that a trained model can always be had back. The copy is taken before an update, when weights and loss belong
 * together. It costs the memory of weights and moments once more.
 *
 * @param window losses per median; default 16
 * @param improvement what counts as better, as a share of the best; default 0.01
 * @param minimumSteps optimizer updates between two copies; default 64: a copy costs about as much as an update, so
 *     copying stays below 2% of the time
 */
public record KeepBest(int window, double improvement, long minimumSteps) implements Policy<KeepBest.State> {
    /** The slot that holds the best weights. */
    public static final String SLOT = "best";

    private static final KeepBest DEFAULTS = new KeepBest(16, 0.01, 64);
    private static final Keep KEEP = new Keep(SLOT, Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS));

    /**
     * What it remembers.
     *
     * @param losses of the current window
     * @param best the level to beat, on the training or the validation loss
     * @param keptAt the step of the last copy, negative before the first
     * @param validated whether validation losses have taken over
     */
    public record State(Series losses, OptionalDouble best, long keptAt, boolean validated) {}

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public KeepBest {
        if (window < 1 || window > 1024) {
            throw new IllegalArgumentException("window must be in [1, 1024], got " + window + "; try 16");
        }
        if (!(improvement >= 0 && improvement < 1)) {
            throw new IllegalArgumentException("improvement must be in [0, 1), got " + improvement + "; try 0.01");
        }
        if (minimumSteps < 1) {
            throw new IllegalArgumentException("minimumSteps must be positive, got " + minimumSteps + "; try 64");
        }
    }

    /** Returns the policy with all defaults. */
    public static KeepBest defaults() {
        return DEFAULTS;
    }

    /** Returns this policy with another number of losses per median. */
    public KeepBest withWindow(int losses) {
        return new KeepBest(losses, improvement, minimumSteps);
    }

    /** Returns this policy with another idea of what is better. */
    public KeepBest withImprovement(double share) {
        return new KeepBest(window, share, minimumSteps);
    }

    /** Returns this policy with another distance between copies, in optimizer updates. */
    public KeepBest withMinimumSteps(long steps) {
        return new KeepBest(window, improvement, steps);
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State start(Run run) {
        return new State(Series.of(), OptionalDouble.empty(), -1, false);
    }

    @Override
    public Set<Moment> moments() {
        return Set.of(Moment.GRADIENT, Moment.EPOCH);
    }

    @Override
    public List<Action> repertoire() {
        return List.of(KEEP);
    }

    @Override
    public Transition<State> update(State state, Observation now) {
        State current =
                now.hasNewWeights() ? new State(Series.of(), state.best(), state.keptAt(), state.validated()) : state;
        if (now.moment() == Moment.EPOCH) {
            OptionalDouble loss = now.validationLoss();
            return loss.isPresent() && Double.isFinite(loss.getAsDouble())
                    ? validation(current, now.step(), loss.getAsDouble())
                    : Transition.to(current);
        }
        return state.validated() || !Double.isFinite(now.loss())
                ? Transition.to(current)
                : training(current, now.step(), now.loss());
    }

    private Transition<State> validation(State state, long step, double loss) {
        State next = new State(Series.of(), state.best(), state.keptAt(), true);
        return !state.validated() || isBetter(loss, state.best())
                ? keep(new State(Series.of(), OptionalDouble.of(loss), step, true), "validation loss", loss)
                : Transition.to(next);
    }

    private Transition<State> training(State state, long step, double loss) {
        Series losses = state.losses().append(loss, window);
        if (state.keptAt() < 0) {
            return keep(new State(losses, OptionalDouble.empty(), step, false), "first loss", loss);
        }
        if (losses.size() < window) {
            return Transition.to(new State(losses, state.best(), state.keptAt(), false));
        }
        double median = losses.median();
        OptionalDouble best = OptionalDouble.of(median);
        if (state.best().isEmpty()) {
            return Transition.to(new State(Series.of(), best, state.keptAt(), false));
        }
        return isBetter(median, state.best()) && step - state.keptAt() >= minimumSteps
                ? keep(new State(Series.of(), best, step, false), "median loss", median)
                : Transition.to(new State(Series.of(), state.best(), state.keptAt(), false));
    }

    private boolean isBetter(double loss, OptionalDouble best) {
        return best.isEmpty() || loss < best.getAsDouble() - improvement * Math.abs(best.getAsDouble());
    }

    private static Transition<State> keep(State state, String what, double loss) {
        Evidence because =
                new Evidence("best", what + ' ' + Numbers.brief(loss) + " → kept", Map.of(what, loss), Map.of());
        return Transition.to(state, new Decision(List.of(KEEP), because));
    }
}
