package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.RestartSchedule;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.UseFirstOptimizer;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Policy;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Attempt;
import io.github.redescent.region.Finding;
import io.github.redescent.region.Lengths;
import io.github.redescent.region.Numbers;
import io.github.redescent.region.Region;
import io.github.redescent.region.Thresholds;
import io.github.redescent.region.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Starts a descent again when it ended in the wrong valley: where the loss is stuck at a bad level, dead, diverged or
 * not a number, weights are drawn anew, the optimizer forgets, and the learning rate changes. A bounded number of
 * times, and with the first attempt kept, so that nothing is lost. (Ours; the detectors and their sources are in
 * {@link Region}.)
 *
 * <p>Give it {@link #withAcceptableLoss the loss you would accept} where you know it. Without it a level counts as bad
 * while it is no better than the best constant prediction; where that is not known either, a flat loss is only
 * reported. A model that starts out better than that predictor, such as a trained one, is never called stuck by
 * default. Not for tasks that show no progress for long by nature, such as parity: no loss tells those from a stuck
 * run.
 *
 * @param acceptableLoss the training loss at which you would be content, on the scale of the observed loss without
 *     penalty terms; default unknown
 * @param restarts how many there may be; default 3
 * @param rateFactor what a restart multiplies the rate by, since a rate that spoiled one first guess spoils the next as
 *     well; default 0.1. Measured on a script generator of 254,000 weights: at 0.5 and 0.3 Adam hangs for all of six
 *     seeds; one factor of 0.1 then reaches a loss of 0.5 within about 100 updates, a factor of 0.3 from 0.5 does not
 *     within 600
 * @param raiseFactor what it multiplies the rate by instead if the run is stuck because updates are far too small
 *     ({@link Thresholds#slowUpdate}); default 10
 * @param target the weights to draw anew; frozen ones are left out; default all
 * @param kick a raised rate that is tried before the restart of an attempt that is stuck; default none
 * @param schedule what becomes of the learning-rate schedule; default CONTINUE
 * @param thresholds the detectors' constants
 */
public record ReinitializeOnBadRegion(
        OptionalDouble acceptableLoss,
        int restarts,
        double rateFactor,
        double raiseFactor,
        ParameterSelector target,
        Optional<Kick> kick,
        Schedule schedule,
        Thresholds thresholds)
        implements Policy<RestartState> {
    /** The slot that holds weights and optimizer state as they were before the first restart. */
    public static final String FIRST_ATTEMPT = "first-attempt";

    /** What a restart does to the learning-rate schedule. */
    public enum Schedule {
        /** It goes on where it is. */
        CONTINUE,
        /** It starts anew: the new attempt is trained as the first one was. */
        RESTART
    }

    private static final ReinitializeOnBadRegion DEFAULTS = new ReinitializeOnBadRegion(
            OptionalDouble.empty(),
            3,
            0.1,
            10,
            ParameterSelector.all(),
            Optional.empty(),
            Schedule.CONTINUE,
            Thresholds.defaults());

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public ReinitializeOnBadRegion {
        if (acceptableLoss.isPresent() && !Double.isFinite(acceptableLoss.getAsDouble())) {
            throw new IllegalArgumentException(
                    "acceptableLoss must be finite, got " + acceptableLoss.getAsDouble() + "; leave it out if unknown");
        }
        if (restarts < 0) {
            throw new IllegalArgumentException("restarts must not be negative, got " + restarts + "; 0 only reports");
        }
        if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "rateFactor must be positive and finite, got " + rateFactor + "; 1 leaves the rate alone");
        }
        if (!(raiseFactor > 0 && raiseFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "raiseFactor must be positive and finite, got " + raiseFactor + "; 1 leaves the rate alone");
        }
    }

    /** Returns the policy with all defaults. */
    public static ReinitializeOnBadRegion defaults() {
        return DEFAULTS;
    }

    /**
     * Returns this policy for a known acceptable training loss. It also makes it judge models that were trained before.
     *
     * @param loss finite; mean loss per example (or token), without penalty terms
     */
    public ReinitializeOnBadRegion withAcceptableLoss(double loss) {
        return new ReinitializeOnBadRegion(
                OptionalDouble.of(loss), restarts, rateFactor, raiseFactor, target, kick, schedule, thresholds);
    }

    /**
     * Returns this policy with another budget.
     *
     * @param count at least 0
     */
    public ReinitializeOnBadRegion withRestarts(int count) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, count, rateFactor, raiseFactor, target, kick, schedule, thresholds);
    }

    /**
     * Returns this policy with another change of the rate at a restart.
     *
     * @param factor positive; 1 leaves the rate alone
     */
    public ReinitializeOnBadRegion withRateFactor(double factor) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, factor, raiseFactor, target, kick, schedule, thresholds);
    }

    /**
     * Returns this policy with another change of the rate for runs whose updates are far too small.
     *
     * @param factor positive; 1 leaves the rate alone
     */
    public ReinitializeOnBadRegion withRaiseFactor(double factor) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, rateFactor, factor, target, kick, schedule, thresholds);
    }

    /** Returns this policy for some of the parameters. */
    public ReinitializeOnBadRegion withTarget(ParameterSelector which) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, rateFactor, raiseFactor, which, kick, schedule, thresholds);
    }

    /**
     * Returns this policy with a first rung: an attempt that is stuck gets a raised rate for a while before it is given
     * up.
     *
     * @param factor above 1
     * @param steps optimizer updates, positive
     */
    public ReinitializeOnBadRegion withKick(double factor, long steps) {
        Optional<Kick> rung = Optional.of(new Kick(factor, steps));
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, rateFactor, raiseFactor, target, rung, schedule, thresholds);
    }

    /** Returns this policy with another treatment of the schedule. */
    public ReinitializeOnBadRegion withSchedule(Schedule what) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, rateFactor, raiseFactor, target, kick, what, thresholds);
    }

    /** Returns this policy with other constants for its detectors. */
    public ReinitializeOnBadRegion withThresholds(Thresholds limits) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, rateFactor, raiseFactor, target, kick, schedule, limits);
    }

    @Override
    public Class<RestartState> stateType() {
        return RestartState.class;
    }

    @Override
    public RestartState start(Run run) {
        List<String> weights = run.parameters().entries().stream()
                .filter(parameter -> parameter.trainable() && parameter.kind() == Kind.WEIGHT)
                .map(ParameterInfo::path)
                .toList();
        Attempt first = Attempt.startingAfter(run.firstStep(), Lengths.of(thresholds, run.plannedSteps()));
        return new RestartState(first, weights, run.seed(), 0, 1, false, OptionalLong.empty(), false);
    }

    @Override
    public List<Action> repertoire() {
        List<Action> all = new ArrayList<>(restart(0, 1, 0.5));
        all.add(new SetRateFactor(target, 2, Span.PASSING));
        return all;
    }

    @Override
    public Set<Measurement> wants(RestartState state, Moment moment, long step) {
        return state.quiet() || moment != Moment.STEP
                ? Set.of()
                : state.attempt().wants(step, thresholds, acceptableLoss);
    }

    @Override
    public Transition<RestartState> update(RestartState state, Observation now) {
        if (state.quiet()) {
            return Transition.to(state);
        }
        Attempt known = now.hasNewWeights() ? state.attempt().rebased() : state.attempt();
        RestartState next = state.withAttempt(known.append(now, state::isWeight, thresholds));
        Optional<Finding> finding = Region.judge(next.attempt(), now, thresholds, acceptableLoss);
        if (finding.isPresent()) {
            return answer(next, now, finding.get());
        }
        boolean kickOver =
                next.kickEnds().isPresent() && now.step() >= next.kickEnds().getAsLong();
        return kickOver ? endKick(next) : Transition.to(next);
    }

    private Transition<RestartState> answer(RestartState state, Observation now, Finding finding) {
        Evidence because = finding.because();
        if (finding.certainty() == Finding.Certainty.SUSPECTED) {
            return report(state.withAttempt(state.attempt().markSuspected()), because, "not known to be bad");
        }
        if (finding.verdict() == Verdict.STUCK && kick.isPresent() && !state.kicked()) {
            return kick(state, now.step(), kick.get(), because);
        }
        if (state.restarts() >= restarts) {
            String why = restarts == 0 ? "reported only, as withRestarts(0) asks" : "out of restarts";
            List<Action> calm = state.kickEnds().isPresent() ? List.of(unkick()) : List.of();
            Evidence what = because(because, why + "; restoreBest() brings the best weights back");
            return Transition.to(state.quietly(), new Decision(calm, what, Fate.REPORTED));
        }
        int count = state.restarts() + 1;
        double change = isTooSlow(state, finding.verdict()) ? raiseFactor : rateFactor;
        double factor = state.factor() * change;
        List<Action> actions = new ArrayList<>(restart(state.restarts(), state.seed(), factor));
        if (state.kickEnds().isPresent()) {
            actions.add(unkick());
        }
        String what = "restart " + count + " of " + restarts + ", rate ×" + Numbers.brief(change)
                + "; undo: restoreFirstAttempt()";
        return Transition.to(state.afterRestart(factor), new Decision(actions, because(because, what)));
    }

    private boolean isTooSlow(RestartState state, Verdict verdict) {
        return verdict == Verdict.STUCK
                && state.attempt().gradients().updateRatio().orElse(1) < thresholds.slowUpdate();
    }

    private List<Action> restart(int before, long seed, double factor) {
        List<Action> actions = new ArrayList<>();
        if (before == 0) {
            actions.add(new Keep(FIRST_ATTEMPT, Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS)));
        }
        actions.add(new RedrawWeights(target, SplitMix64.mix(seed, before + 1)));
        actions.add(new UseFirstOptimizer(target));
        actions.add(new ResetState(target, ResetMode.FULL));
        actions.add(new SetRateFactor(target, factor, Span.LASTING));
        if (schedule == Schedule.RESTART) {
            actions.add(new RestartSchedule(target));
        }
        return actions;
    }

    private Transition<RestartState> kick(RestartState state, long step, Kick rung, Evidence because) {
        String what = "kick for " + rung.steps() + " steps, rate ×" + Numbers.brief(rung.factor());
        List<Action> raise = List.of(new SetRateFactor(target, rung.factor(), Span.PASSING));
        return Transition.to(state.afterKick(step + rung.steps()), new Decision(raise, because(because, what)));
    }

    private Action unkick() {
        return new SetRateFactor(target, 1, Span.PASSING);
    }

    /** Brings the first attempt back as it was, its learning rate too. */
    @Override
    public Optional<Decision> onRequest(RestartState state, String slot) {
        Evidence because = new Evidence("request", "the first attempt was asked for → restored", Map.of(), Map.of());
        List<Action> back = List.of(
                new Restore(ParameterSelector.all(), FIRST_ATTEMPT), new SetRateFactor(target, 1, Span.LASTING));
        return slot.equals(FIRST_ATTEMPT) ? Optional.of(new Decision(back, because)) : Optional.empty();
    }

    private Transition<RestartState> endKick(RestartState state) {
        List<Action> lower = List.of(unkick());
        Evidence because = new Evidence("kick-ended", "kick over → rate as before", Map.of(), Map.of());
        return Transition.to(state.withoutKick(), new Decision(lower, because));
    }

    private static Transition<RestartState> report(RestartState state, Evidence because, String what) {
        return Transition.to(state, new Decision(List.of(), because(because, what)));
    }

    private static Evidence because(Evidence found, String what) {
        return new Evidence(found.rule(), found.sentence() + " → " + what, found.measured(), found.threshold());
    }
}
