package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.SkipUpdate;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Numbers;
import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Makes the optimizer forget where it was going when the loss has jumped, so that momentum does not carry the weights
 * further off; on request it goes back to the best weights, or forgets periodically as well. The rest of SPAM (Huang et
 * al. 2025, arXiv 2501.06842) beside its clipping, for which {@link SpikeGuard#withClipping} is the nearest.
 *
 * <p>A loss has jumped if it lies further above the median of the last 64 than spreads robust standard deviations
 * (1.4826 times the median distance from the median, and at least a tenth of the median's size) and than three times
 * the largest of them does. The second condition is there for well trained models, whose losses are mostly tiny and
 * sometimes not: with it 0.3 of 1000 steps of 423 healthy runs of twelve small tasks count as jumps, without it 5.
 * After a jump 32 losses are awaited before the next.
 *
 * <p>Deviations from SPAM: it clips each weight's gradient by that weight's own second moment; nothing here sees single
 * weights. It leaves the bias correction running at its periodic reset; here that restarts with the moments.
 *
 * @param spreads robust standard deviations, positive; default 6
 * @param mode what is forgotten after a jump; default {@link ResetMode#FIRST_MOMENT}
 * @param goOnFrom with which weights training goes on after a jump; default the present ones
 * @param every steps after a reset at which everything is forgotten, jump or not; default never; SPAM has 500
 * @param rewarmSteps over how many updates the rate rises again after a reset ({@link ResetOnDecay}); default 0
 * @param target the parameters; default all
 */
public record ResetOnSpike(
        double spreads,
        ResetMode mode,
        GoOnFrom goOnFrom,
        OptionalLong every,
        int rewarmSteps,
        ParameterSelector target)
        implements Policy<ResetOnSpike.State> {
    private static final int WINDOW = 64;
    private static final int FEWEST = 32;
    private static final double LEAST_SPREAD = 0.1;
    private static final double TIMES_THE_LARGEST = 3;
    private static final ResetOnSpike DEFAULTS = new ResetOnSpike(
            6, ResetMode.FIRST_MOMENT, GoOnFrom.HERE, OptionalLong.empty(), 0, ParameterSelector.all());

    /**
     * What it remembers.
     *
     * @param losses the newest, since the last jump
     * @param lastReset the step of the last reset, or of the start
     * @param warming the step of the reset whose re-warm-up is under way
     */
    public record State(Series losses, long lastReset, OptionalLong warming) {}

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public ResetOnSpike {
        if (!(spreads > 0 && spreads < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("spreads must be positive, got " + spreads + "; try 6");
        }
        if (every.isPresent() && every.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "a periodic reset must come after at least 1 step, got " + every.getAsLong() + "; try 500");
        }
        if (rewarmSteps < 0) {
            throw new IllegalArgumentException(
                    "rewarmSteps must not be negative, got " + rewarmSteps + "; 0 switches the re-warm-up off");
        }
    }

    /** Returns the policy that forgets the first moment after a jump. */
    public static ResetOnSpike defaults() {
        return DEFAULTS;
    }

    /** Returns SPAM's periodic reset every 500 steps with its re-warm-up over 150, beside the jumps. */
    public static ResetOnSpike spam() {
        return DEFAULTS.withEvery(500).withRewarm(150);
    }

    /** Returns this policy with another idea of a jump. */
    public ResetOnSpike withSpreads(double count) {
        return new ResetOnSpike(count, mode, goOnFrom, every, rewarmSteps, target);
    }

    /** Returns this policy forgetting something else after a jump. */
    public ResetOnSpike withMode(ResetMode what) {
        return new ResetOnSpike(spreads, what, goOnFrom, every, rewarmSteps, target);
    }

    /** Returns this policy with training going on from other weights after a jump. */
    public ResetOnSpike withGoOnFrom(GoOnFrom which) {
        return new ResetOnSpike(spreads, mode, which, every, rewarmSteps, target);
    }

    /** Returns this policy with a periodic reset, so many optimizer updates after each reset. */
    public ResetOnSpike withEvery(long steps) {
        return new ResetOnSpike(spreads, mode, goOnFrom, OptionalLong.of(steps), rewarmSteps, target);
    }

    /** Returns this policy with a re-warm-up of this many optimizer updates. */
    public ResetOnSpike withRewarm(int steps) {
        return new ResetOnSpike(spreads, mode, goOnFrom, every, steps, target);
    }

    /** Returns this policy for some of the parameters only. */
    public ResetOnSpike withTarget(ParameterSelector which) {
        return new ResetOnSpike(spreads, mode, goOnFrom, every, rewarmSteps, which);
    }

    @Override
    public String name() {
        return TrainedGroups.named("ResetOnSpike", target);
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State start(Run run) {
        TrainedGroups.in(target, run, name());
        return new State(Series.of(), run.firstStep(), OptionalLong.empty());
    }

    @Override
    public List<Action> repertoire() {
        List<Action> all = new ArrayList<>(afterJump());
        if (every.isPresent()) {
            all.add(new ResetState(target, ResetMode.FULL));
        }
        if (rewarmSteps > 0) {
            all.add(new SetRateFactor(target, 0.5, Span.PASSING));
        }
        return all;
    }

    @Override
    public Transition<State> update(State before, Observation now) {
        State state = now.hasNewWeights() ? new State(Series.of(), before.lastReset(), before.warming()) : before;
        if (jumped(state.losses(), now)) {
            return reset(now, afterJump(), jump(state.losses().median(), now.loss()));
        }
        if (every.isPresent() && now.step() - state.lastReset() >= every.getAsLong()) {
            Evidence because = new Evidence(
                    "periodic",
                    every.getAsLong() + " steps since the last reset → reset FULL" + rewarming(),
                    Map.of("steps", (double) (now.step() - state.lastReset())),
                    Map.of("steps", (double) every.getAsLong()));
            Transition<State> reset = reset(now, List.of(new ResetState(target, ResetMode.FULL)), because);
            State kept = new State(
                    append(state.losses(), now), now.step(), reset.state().warming());
            return new Transition<>(kept, reset.decision());
        }
        return warm(new State(append(state.losses(), now), state.lastReset(), state.warming()), now.step());
    }

    private boolean jumped(Series losses, Observation now) {
        if (losses.size() < FEWEST || !counts(now)) {
            return false;
        }
        double median = losses.median();
        double spread = Math.max(Spread.of(losses), LEAST_SPREAD * Math.abs(median));
        double above = now.loss() - median;
        return above > spreads * spread && losses.countAbove(median + above / TIMES_THE_LARGEST) == 0;
    }

    private static boolean counts(Observation now) {
        return Double.isFinite(now.loss()) && !now.applied().contains(new SkipUpdate());
    }

    private static Series append(Series losses, Observation now) {
        return counts(now) ? losses.append(now.loss(), WINDOW) : losses;
    }

    private Evidence jump(double median, double loss) {
        String sentence = "loss jumped from " + Numbers.brief(median) + " to " + Numbers.brief(loss) + " → "
                + (goOnFrom == GoOnFrom.BEST ? "back to the best weights, " : "") + "reset " + mode.name()
                + rewarming();
        return new Evidence("loss-spike", sentence, Map.of("loss", loss), Map.of("loss", median));
    }

    private String rewarming() {
        return rewarmSteps > 0 ? ", re-warm-up over " + rewarmSteps + " updates" : "";
    }

    private List<Action> afterJump() {
        ResetState reset = new ResetState(target, mode);
        return goOnFrom == GoOnFrom.BEST
                ? List.of(new Restore(ParameterSelector.all(), KeepBest.SLOT), reset)
                : List.of(reset);
    }

    private Transition<State> reset(Observation now, List<Action> what, Evidence because) {
        if (rewarmSteps == 0) {
            return Transition.to(new State(Series.of(), now.step(), OptionalLong.empty()), new Decision(what, because));
        }
        List<Action> actions = new ArrayList<>(what);
        actions.add(passing(1));
        State next = new State(Series.of(), now.step(), OptionalLong.of(now.step()));
        return Transition.to(next, new Decision(actions, because));
    }

    private Transition<State> warm(State state, long step) {
        if (state.warming().isEmpty()) {
            return Transition.to(state);
        }
        long update = step - state.warming().getAsLong() + 1;
        Decision decision = new Decision(
                List.of(passing(update)), new Evidence("re-warm-up", "re-warm-up goes on", Map.of(), Map.of()));
        return update > rewarmSteps
                ? Transition.to(new State(state.losses(), state.lastReset(), OptionalLong.empty()), decision)
                : Transition.to(state, decision);
    }

    private SetRateFactor passing(long update) {
        return new SetRateFactor(target, new Rewarm(rewarmSteps).factor(update), Span.PASSING);
    }
}
