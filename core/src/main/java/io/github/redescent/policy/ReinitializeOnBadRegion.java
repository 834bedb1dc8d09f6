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
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Attempt;
import io.github.redescent.region.Region;
import io.github.redescent.region.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Starts a descent again when it ended in the wrong valley. What the detectors find ({@link Region}) is answered by
 * what the run has to lose:
 *
 * <ul>
 *   <li><b>It had learned something</b> (its loss is below the best constant prediction's, it came so, or
 *       {@link #withTrained} says so): nothing is drawn anew. Losses that are no numbers, and a loss that rose and does
 *       not come back, bring the best weights of {@link KeepBest} back, with a fresh optimizer state and a lower rate;
 *       all else is reported.
 *   <li><b>It learned nothing</b>: weights are drawn anew, the optimizer forgets, and the rate becomes one that fits
 *       the fresh weights, while at least a fifth of a planned run is left. The first attempt is kept.
 * </ul>
 *
 * <p>Where length allows, a restart is a <b>race</b>: candidates train one after the other on the coming batches, and
 * the best goes on. To go on as before is always among them, so that a false alarm costs some steps and never the run.
 * It takes two slots of memory, the first attempt and the best candidate, beside the best weights. All steps are steps
 * of the run. (Ours.)
 *
 * <p>Give it {@link #withAcceptableLoss the loss you would accept} where you know it: below it nothing is judged. Not
 * for tasks that show no progress for long by nature, such as parity: no loss tells those from a stuck run.
 *
 * @param acceptableLoss the training loss at which you would be content, on the scale of the observed loss without
 *     penalty terms; default unknown
 * @param restarts how many there may be; default 3; 0 only reports
 * @param recoveries how often the best weights may come back by themselves; default 3
 * @param candidates how many a race has, see {@link Candidate}; default 3: to go on, the fitting rate, and three times
 *     or a third of it; 1 is the plain restart
 * @param rate how a restart finds its learning rate; default measured, at an update of 0.03 of the weights where 600
 *     steps are left
 * @param target the weights to draw anew; frozen ones are left out; default all
 * @param kick a raised rate that is tried before the restart of an attempt that is stuck; default none
 * @param schedule what becomes of the learning-rate schedule; default CONTINUE: it goes on in shape, from the new rate
 * @param trained whether the model comes trained, so that nothing is ever drawn anew; default false: it is seen from
 *     its first loss
 * @param thresholds the detectors' constants
 */
public record ReinitializeOnBadRegion(
        OptionalDouble acceptableLoss,
        int restarts,
        int recoveries,
        int candidates,
        RestartRate rate,
        ParameterSelector target,
        Optional<Kick> kick,
        Schedule schedule,
        boolean trained,
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

    private static final int MOST_CANDIDATES = Candidate.values().length - 1;
    private static final ReinitializeOnBadRegion DEFAULTS = new ReinitializeOnBadRegion(
            OptionalDouble.empty(),
            3,
            3,
            3,
            RestartRate.measured(0.03),
            ParameterSelector.all(),
            Optional.empty(),
            Schedule.CONTINUE,
            false,
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
        if (recoveries < 0) {
            throw new IllegalArgumentException(
                    "recoveries must not be negative, got " + recoveries + "; 0 only reports");
        }
        if (candidates < 1 || candidates > MOST_CANDIDATES) {
            throw new IllegalArgumentException("candidates must be in [1, " + MOST_CANDIDATES + "], got " + candidates
                    + "; 1 is the plain restart");
        }
    }

    /** Returns the policy with all defaults. */
    public static ReinitializeOnBadRegion defaults() {
        return DEFAULTS;
    }

    /**
     * Returns this policy for a known acceptable training loss: below it nothing is judged, above it a run that learns
     * nothing is bad even where the best constant prediction is not known.
     *
     * @param loss finite; mean loss per example (or token), without penalty terms
     */
    public ReinitializeOnBadRegion withAcceptableLoss(double loss) {
        return new ReinitializeOnBadRegion(
                OptionalDouble.of(loss),
                restarts,
                recoveries,
                candidates,
                rate,
                target,
                kick,
                schedule,
                trained,
                thresholds);
    }

    /**
     * Returns this policy with another budget of restarts.
     *
     * @param count at least 0
     */
    public ReinitializeOnBadRegion withRestarts(int count) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, count, recoveries, candidates, rate, target, kick, schedule, trained, thresholds);
    }

    /**
     * Returns this policy with another budget of recoveries of what was learned.
     *
     * @param count at least 0
     */
    public ReinitializeOnBadRegion withRecoveries(int count) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, count, candidates, rate, target, kick, schedule, trained, thresholds);
    }

    /**
     * Returns this policy with another number of candidates per restart.
     *
     * @param count at least 1, which is the plain restart
     */
    public ReinitializeOnBadRegion withCandidates(int count) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, recoveries, count, rate, target, kick, schedule, trained, thresholds);
    }

    /**
     * Returns this policy with another size of updates to which a restart's rate is measured.
     *
     * @param share norm of an update over the norm of the weights where 600 steps are left; in (0, 1)
     */
    public ReinitializeOnBadRegion withUpdateSize(double share) {
        return new ReinitializeOnBadRegion(
                acceptableLoss,
                restarts,
                recoveries,
                candidates,
                RestartRate.measured(share),
                target,
                kick,
                schedule,
                trained,
                thresholds);
    }

    /**
     * Returns this policy with restarts that multiply the rate by a factor instead of measuring.
     *
     * @param factor positive; 1 leaves the rate alone
     */
    public ReinitializeOnBadRegion withRateFactor(double factor) {
        return new ReinitializeOnBadRegion(
                acceptableLoss,
                restarts,
                recoveries,
                candidates,
                RestartRate.fixed(factor, rate.fallback(true)),
                target,
                kick,
                schedule,
                trained,
                thresholds);
    }

    /**
     * Returns this policy with restarts that multiply the rate by a factor, and by this one where updates were far too
     * small.
     *
     * @param factor positive; 1 leaves the rate alone
     */
    public ReinitializeOnBadRegion withRaiseFactor(double factor) {
        return new ReinitializeOnBadRegion(
                acceptableLoss,
                restarts,
                recoveries,
                candidates,
                RestartRate.fixed(rate.fallback(false), factor),
                target,
                kick,
                schedule,
                trained,
                thresholds);
    }

    /** Returns this policy for some of the parameters. */
    public ReinitializeOnBadRegion withTarget(ParameterSelector which) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, recoveries, candidates, rate, which, kick, schedule, trained, thresholds);
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
                acceptableLoss, restarts, recoveries, candidates, rate, target, rung, schedule, trained, thresholds);
    }

    /** Returns this policy with another treatment of the schedule. */
    public ReinitializeOnBadRegion withSchedule(Schedule what) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, recoveries, candidates, rate, target, kick, what, trained, thresholds);
    }

    /**
     * Returns this policy for a model that comes trained.
     *
     * @param knows whether it knows something worth keeping from the start, so that nothing is ever drawn anew
     */
    public ReinitializeOnBadRegion withTrained(boolean knows) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, recoveries, candidates, rate, target, kick, schedule, knows, thresholds);
    }

    /**
     * Returns this policy for another budget of false alarms: its detectors see more of the bad runs, and see them
     * earlier, or cry wolf less often. The curve is in {@code docs/bad-regions.md}.
     *
     * @param perHundred alarms on a hundred healthy runs, in (0, 100]; default 0.5
     * @throws IllegalArgumentException if it is out of range
     */
    public ReinitializeOnBadRegion withFalseAlarms(double perHundred) {
        return withThresholds(Thresholds.forFalseAlarms(perHundred));
    }

    /** Returns this policy with other constants for its detectors. */
    public ReinitializeOnBadRegion withThresholds(Thresholds limits) {
        return new ReinitializeOnBadRegion(
                acceptableLoss, restarts, recoveries, candidates, rate, target, kick, schedule, trained, limits);
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
        List<String> groups = run.parameters().entries().stream()
                .filter(parameter -> parameter.trainable() && target.picks(parameter))
                .map(ParameterInfo::group)
                .distinct()
                .toList();
        OptionalLong end = run.plannedSteps().isPresent()
                ? OptionalLong.of(run.firstStep() + run.plannedSteps().getAsLong())
                : OptionalLong.empty();
        return new RestartState(
                Attempt.startingAfter(run.firstStep(), end),
                Knowledge.of(trained, run.firstStep()),
                run.seed(),
                weights,
                groups,
                run.firstStep(),
                end,
                0,
                0,
                Map.of(),
                false,
                false,
                new Phase.Watching());
    }

    @Override
    public List<Action> repertoire() {
        List<Action> all = new ArrayList<>(start(Candidate.FITTING, 0));
        all.add(new Keep(FIRST_ATTEMPT, RestartStep.EVERYTHING));
        all.add(new Restore(ParameterSelector.all(), FIRST_ATTEMPT));
        all.add(new SetRateFactor(target, 0.5, Span.LASTING));
        all.add(new SetRateFactor(target, 2, Span.PASSING));
        return all;
    }

    @Override
    public Set<Measurement> wants(RestartState state, Moment moment, long step) {
        if (moment != Moment.STEP) {
            return Set.of();
        }
        if (state.phase() instanceof Phase.Restarting restarting) {
            return restarting.race().gauging().isPresent() ? Gauging.WANTED : Heat.WANTED;
        }
        return state.attempt().wants(step, thresholds);
    }

    @Override
    public Transition<RestartState> update(RestartState state, Observation now) {
        return new RestartStep(this, now).from(state);
    }

    @Override
    public RestartState declined(RestartState before, RestartState after) {
        return before.with(after.attempt(), after.knowledge()).silenced();
    }

    /** Brings the first attempt back as it was, its learning rate too. */
    @Override
    public Optional<Decision> onRequest(RestartState state, String slot) {
        if (!slot.equals(FIRST_ATTEMPT)) {
            return Optional.empty();
        }
        List<Action> back = new ArrayList<>();
        back.add(new Restore(ParameterSelector.all(), FIRST_ATTEMPT));
        back.addAll(rates(state.groups(), Map.of()));
        Evidence because = new Evidence("request", "the first attempt was asked for → restored", Map.of(), Map.of());
        return Optional.of(new Decision(back, because));
    }

    /** Returns what a candidate begins with, but for its rate. */
    List<Action> start(Candidate candidate, long seed) {
        if (candidate == Candidate.KICK || candidate == Candidate.FRESH_STATE) {
            Action back = new Restore(ParameterSelector.all(), FIRST_ATTEMPT);
            Action forget = new ResetState(target, ResetMode.FULL);
            return candidate == Candidate.KICK ? List.of(back) : List.of(back, forget);
        }
        if (!candidate.redraws()) {
            return List.of();
        }
        List<Action> anew = new ArrayList<>();
        anew.add(new RedrawWeights(target, seed));
        anew.add(new UseFirstOptimizer(target));
        anew.add(new ResetState(target, ResetMode.FULL));
        if (schedule == Schedule.RESTART) {
            anew.add(new RestartSchedule(target));
        }
        return anew;
    }

    /** Returns the actions that set rate factors, given by group. */
    List<Action> rates(List<String> groups, Map<String, Double> factors) {
        return named(groups).stream()
                .<Action>map(group -> new SetRateFactor(which(group), factors.getOrDefault(group, 1.0), Span.LASTING))
                .toList();
    }

    /** Returns the names by which factors are kept: one without a name where there is but one group. */
    List<String> named(List<String> groups) {
        return groups.size() > 1 ? groups : List.of("");
    }

    private ParameterSelector which(String group) {
        return group.isEmpty() ? target : target.and(ParameterSelector.group(group));
    }
}
