package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.trend.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Keeps the best weights so far, with their optimizer state, and knows whether they are better than the present ones.
 * Best is the lowest median of a window of training losses; from the first validation loss on, the lowest validation
 * loss. The weights that a run starts with are kept at once, so that a trained model can always be had back. A copy is
 * taken when weights and loss belong together: before an update, or right after a validation.
 *
 * <p>Restoring the best never makes a run worse: the present window is compared with the copy's first, and the present
 * weights stay unless they are worse by more than noise explains (four standard errors). A window that holds exploded
 * losses is never best.
 *
 * <p>It costs the memory of weights and moments once more. A window has 16 losses at first and an eighth of the run so
 * far later on, up to 64: longer windows tell smaller differences.
 *
 * @param window losses per median, at first; default 16
 * @param improvement what counts as better, as a share of the best; default 0.01. Of validation losses, which are
 *     exact, every lower one is better
 * @param minimumSteps optimizer updates between two copies by the training loss, from the second copy on; default 64: a
 *     copy costs about as much as an update, so copying stays below 2% of the time
 */
public record KeepBest(int window, double improvement, long minimumSteps) implements Policy<KeepBest.State> {
    /** The slot that holds the best weights. */
    public static final String SLOT = "best";

    private static final int LONGEST = 64;
    private static final int WINDOWS_PER_RUN = 8;
    private static final KeepBest DEFAULTS = new KeepBest(16, 0.01, 64);
    private static final Keep KEEP = new Keep(SLOT, Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS));
    private static final Set<Measurement> CONSTANT = Set.of(Measurement.total(Quantity.CONSTANT_LOSS));

    /**
     * What it remembers.
     *
     * @param begin updates done when the first of the present losses came; negative before that
     * @param recent the newest losses, infinite where they were no numbers
     * @param fresh how many of them the last window did not hold
     * @param first the first loss of the run
     * @param kept the copy
     * @param validated the last validation loss
     * @param validatedAt when it was taken
     */
    public record State(
            long begin,
            Series recent,
            int fresh,
            OptionalDouble first,
            Optional<Kept> kept,
            OptionalDouble validated,
            long validatedAt) {
        static final State START =
                new State(-1, Series.of(), 0, OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(), -1);

        State rebased() {
            return new State(-1, Series.of(), 0, first, kept, OptionalDouble.empty(), -1);
        }

        State see(long step, double loss, int length) {
            double number = Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
            OptionalDouble start = first.isEmpty() && Double.isFinite(loss) ? OptionalDouble.of(loss) : first;
            return new State(
                    begin < 0 ? step : begin,
                    recent.append(number, length),
                    fresh + 1,
                    start,
                    kept,
                    validated,
                    validatedAt);
        }

        State withKept(Kept copy) {
            return new State(begin, recent, fresh, first, Optional.of(copy), validated, validatedAt);
        }

        State atWindowEnd() {
            return new State(begin, recent, 0, first, kept, validated, validatedAt);
        }

        State validated(double loss, long step) {
            return new State(begin, recent, 0, first, kept, OptionalDouble.of(loss), step);
        }

        boolean hasJustStarted() {
            return recent.size() == 1
                    && kept.filter(copy -> copy.source() == Kept.Source.START && copy.step() == begin)
                            .isPresent();
        }

        boolean goesByValidation() {
            return kept.filter(copy -> copy.source() == Kept.Source.VALIDATION).isPresent();
        }
    }

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
        return State.START;
    }

    @Override
    public Set<Moment> moments() {
        return Set.of(Moment.GRADIENT, Moment.STEP, Moment.EPOCH);
    }

    @Override
    public Set<Measurement> wants(State state, Moment moment, long step) {
        return moment == Moment.STEP && (state.first().isEmpty() || state.hasJustStarted()) ? CONSTANT : Set.of();
    }

    @Override
    public List<Action> repertoire() {
        return List.of(KEEP, new Restore(ParameterSelector.all(), SLOT));
    }

    @Override
    public Transition<State> update(State state, Observation now) {
        State known = now.hasNewWeights() ? state.rebased() : state;
        return switch (now.moment()) {
            case GRADIENT -> training(known, now.step(), now.loss());
            case STEP -> Transition.to(known.hasJustStarted() ? startingFrom(known, now) : known);
            case EPOCH ->
                now.validationLoss().isPresent()
                        ? validation(known, now.step(), now.validationLoss().getAsDouble())
                        : Transition.to(known);
        };
    }

    private static State startingFrom(State state, Observation now) {
        double constant = now.measured().total(Quantity.CONSTANT_LOSS).orElse(Double.NaN);
        boolean trained = now.loss() < constant - Math.abs(constant) / 2;
        return trained ? state.kept().map(Kept::trained).map(state::withKept).orElse(state) : state;
    }

    private Transition<State> validation(State state, long step, double loss) {
        if (!Double.isFinite(loss)) {
            return Transition.to(state.validated(Double.POSITIVE_INFINITY, step));
        }
        State seen = state.validated(loss, step);
        boolean better =
                !state.goesByValidation() || loss < state.kept().orElseThrow().loss();
        return better ? keep(seen, new Kept(Kept.Source.VALIDATION, step, loss, 0)) : Transition.to(seen);
    }

    private Transition<State> training(State state, long step, double loss) {
        int length = length(state.begin() < 0 ? 0 : step - state.begin());
        State seen = state.see(step, loss, length);
        if (state.goesByValidation()) {
            return Transition.to(seen);
        }
        if (state.kept().isEmpty()) {
            return Double.isFinite(loss)
                    ? keep(seen, new Kept(Kept.Source.START, step, loss, Double.NaN))
                    : Transition.to(seen);
        }
        return seen.fresh() < length ? Transition.to(seen) : windowEnded(seen.atWindowEnd(), step);
    }

    private Transition<State> windowEnded(State state, long step) {
        Level level = Level.of(state.recent());
        Kept best = state.kept().orElseThrow();
        boolean firstWindow = best.isStart() && state.begin() == best.step() && step - state.begin() < window;
        Kept known = firstWindow ? best.seenIn(state.recent()) : best;
        boolean better = !level.holdsExploded(state.first().orElse(0))
                && level.loss() < known.loss() - improvement * Math.abs(known.loss());
        return better && (best.isStart() || step - best.step() >= minimumSteps)
                ? keep(state, new Kept(Kept.Source.WINDOW, step, level.loss(), level.error()))
                : Transition.to(known.equals(best) ? state : state.withKept(known));
    }

    private int length(long age) {
        return Math.max(window, (int) Math.min(LONGEST, age / WINDOWS_PER_RUN));
    }

    private static Transition<State> keep(State state, Kept copy) {
        Evidence because = new Evidence("best", copy.describe() + " → kept", Map.of("loss", copy.loss()), Map.of());
        return Transition.to(state.withKept(copy), new Decision(List.of(KEEP), because));
    }

    /** Compares the present with the copy, and restores only what is better. */
    @Override
    public Optional<Decision> onRequest(State state, String slot) {
        return slot.equals(SLOT) ? state.kept().map(copy -> BestOrNow.decide(state, copy)) : Optional.empty();
    }
}
