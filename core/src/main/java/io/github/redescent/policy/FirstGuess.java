package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.region.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether the first learning rate wiped out the initial weights: "a too big initial learning rate makes our first
 * guess obsolete", so that a careful initialisation, or a pretrained model, was for nothing. It measures (ours) the
 * relative displacement
 *
 * <p>D = ‖θ_T − θ_0‖ / ‖θ_0‖
 *
 * <p>of the weights (no biases or gains: those mostly start at a constant) after T = 1, 2, 4, 8 … updates, and once D
 * exceeds the limit, in all or in one layer, reports it with the rate that would have kept the guess: as D grows at
 * most in proportion to rate and time while updates agree, η·(limit/D)·(T/horizon) stays below the limit up to the
 * horizon. It changes nothing. With weights of RMS w an adaptive rule at rate η moves at most η·T/w.
 *
 * <p>On request only: it keeps a copy of the weights, for the whole run. Weights that are drawn anew are measured anew,
 * against the size that the first ones had.
 *
 * @param limit D from which the guess counts as lost, positive; default 1: weights moved as far as they are long
 * @param horizon updates over which it is watched, at least 1; default 32
 * @param scope what D is taken over; default WHOLE
 */
public record FirstGuess(double limit, long horizon, Scope scope) implements Policy<FirstGuess.State> {
    /** What the displacement is taken over. */
    public enum Scope {
        /** All weights together. */
        WHOLE,
        /** The layer that moved furthest. */
        PER_LAYER
    }

    private static final FirstGuess DEFAULTS = new FirstGuess(1, 32, Scope.WHOLE);
    private static final Keep KEEP = new Keep(Quantity.INITIAL_SLOT, Set.of(Part.WEIGHTS));
    private static final Set<Measurement> NORMS = Set.of(Measurement.perTensor(Quantity.PARAMETER_NORM));
    private static final Set<Measurement> DISTANCES = Set.of(Measurement.perTensor(Quantity.DISPLACEMENT));

    /**
     * What it remembers.
     *
     * @param weights paths of the weights
     * @param initial ‖θ_0‖ by path, once it is known
     * @param began updates made when the weights were initial
     * @param next updates since then at which it measures next
     * @param done whether there is nothing more to see
     */
    public record State(List<String> weights, Map<String, Double> initial, long began, long next, boolean done) {
        /** Copies the collections. */
        public State {
            weights = List.copyOf(weights);
            initial = Map.copyOf(initial);
        }

        private State measuredAt(long updates) {
            return new State(weights, initial, began, updates * 2, done);
        }

        private State ended() {
            return new State(weights, initial, began, next, true);
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public FirstGuess {
        if (!(limit > 0 && limit < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("limit must be positive, got " + limit + "; try 1");
        }
        if (horizon < 1) {
            throw new IllegalArgumentException("horizon must be at least 1 step, got " + horizon + "; try 32");
        }
    }

    /** Returns the meter with all defaults. */
    public static FirstGuess defaults() {
        return DEFAULTS;
    }

    /** Returns this meter with another limit. */
    public FirstGuess withLimit(double displacement) {
        return new FirstGuess(displacement, horizon, scope);
    }

    /** Returns this meter over another number of optimizer updates. */
    public FirstGuess withHorizon(long updates) {
        return new FirstGuess(limit, updates, scope);
    }

    /** Returns this meter layer by layer. */
    public FirstGuess perLayer() {
        return new FirstGuess(limit, horizon, Scope.PER_LAYER);
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State start(Run run) {
        List<String> weights = WeightTensors.paths(run);
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("FirstGuess: no weight is trained; leave it out");
        }
        return new State(weights, Map.of(), run.firstStep(), 1, false);
    }

    @Override
    public Optional<Decision> opening(Run run) {
        return Optional.of(keep("the first guess is kept to measure how far weights move from it"));
    }

    @Override
    public Set<Moment> moments() {
        return Set.of(Moment.GRADIENT, Moment.STEP);
    }

    @Override
    public List<Action> repertoire() {
        return List.of(KEEP);
    }

    @Override
    public Set<Measurement> wants(State state, Moment moment, long step) {
        if (state.done()) {
            return Set.of();
        }
        if (moment == Moment.GRADIENT) {
            return state.initial().isEmpty() ? NORMS : Set.of();
        }
        return isDue(state, step) ? DISTANCES : Set.of();
    }

    private boolean isDue(State state, long step) {
        long updates = step - state.began();
        return updates >= state.next() || updates == horizon;
    }

    @Override
    public Transition<State> update(State state, Observation now) {
        if (now.applied().stream().anyMatch(Action.RedrawWeights.class::isInstance)) {
            return now.moment() == Moment.GRADIENT
                    ? Transition.to(
                            new State(state.weights(), state.initial(), now.step(), 1, false),
                            keep("weights were drawn anew → kept as the new first guess"))
                    : Transition.to(state.ended());
        }
        if (now.hasNewWeights()) {
            return Transition.to(state.ended()); // they come from a slot, and are no guess
        }
        if (now.moment() == Moment.GRADIENT) {
            return Transition.to(state.initial().isEmpty() && !state.done() ? begin(state, now) : state);
        }
        return state.done() || !isDue(state, now.step()) ? Transition.to(state) : judge(state, now);
    }

    private static State begin(State state, Observation now) {
        Map<String, Double> norms = new HashMap<>(now.measured().perTensor(Quantity.PARAMETER_NORM));
        norms.keySet().retainAll(state.weights());
        norms.values().removeIf(norm -> !(norm > 0 && norm < Double.POSITIVE_INFINITY));
        return norms.isEmpty() ? state.ended() : new State(state.weights(), norms, now.step(), 1, false);
    }

    private Transition<State> judge(State state, Observation now) {
        Map<String, Double> moved = now.measured().perTensor(Quantity.DISPLACEMENT);
        if (moved.isEmpty()) {
            return Transition.to(state.ended()); // a dry run, or a host that cannot tell
        }
        long updates = now.step() - state.began();
        Map<String, Double> relative = new HashMap<>();
        double squares = 0;
        double initial = 0;
        for (Map.Entry<String, Double> each : state.initial().entrySet()) {
            double distance = moved.getOrDefault(each.getKey(), 0.0);
            relative.put(each.getKey(), distance / each.getValue());
            squares += distance * distance;
            initial += each.getValue() * each.getValue();
        }
        Map.Entry<String, Double> furthest = WeightTensors.largest(relative);
        double displacement = scope == Scope.WHOLE ? Math.sqrt(squares / initial) : furthest.getValue();
        if (displacement > limit) {
            return Transition.to(state.ended(), lost(displacement, furthest, relative, updates, now));
        }
        return Transition.to(updates >= horizon ? state.ended() : state.measuredAt(updates));
    }

    private Decision lost(
            double displacement,
            Map.Entry<String, Double> furthest,
            Map<String, Double> relative,
            long updates,
            Observation now) {
        double rate =
                now.rates().values().stream().mapToDouble(Rate::effective).max().orElse(Double.NaN);
        double keeping = rate * limit / displacement * Math.min(1, (double) updates / horizon);
        Map<String, Double> measured = new HashMap<>();
        relative.forEach((path, each) -> measured.put("displacement " + path, each));
        measured.put("displacement", displacement);
        measured.put("updates", (double) updates);
        measured.put("rate", rate);
        String sentence = "first guess lost: relative displacement " + Numbers.brief(displacement) + " after " + updates
                + " steps, limit " + Numbers.brief(limit) + ", furthest " + furthest.getKey() + ' '
                + Numbers.brief(furthest.getValue())
                + (Double.isFinite(keeping) ? "; rates below " + Numbers.brief(keeping) + " keep it" : "");
        Map<String, Double> limits = Map.of("displacement", limit, "rate", keeping);
        return new Decision(List.of(), new Evidence("first-guess-lost", sentence, measured, limits));
    }

    private static Decision keep(String why) {
        return new Decision(List.of(KEEP), new Evidence("first-guess", why, Map.of(), Map.of()));
    }
}
