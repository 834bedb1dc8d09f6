package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Raises the learning rate while the loss falls and lowers it while it does not (GreedyLR: Subramanian and
 * Ganapathiraman, arXiv 2512.14527), with the rules of GreedyLR in Hugging Face transformers: once more than patience
 * values in a row were an {@link Improvement}, η ← min(η/F, η_max), and the next warmup values count for nothing; once
 * more than patience in a row were not, η ← max(η·F, η_min), and the next cooldown values count for nothing. Once that
 * has come to nothing resetAfter times, because η is η_min, all starts over at the first rate. It is a rate factor of
 * its own, so it composes with any schedule.
 *
 * <p>Deviations from transformers: η_min and η_max are multiples of the rate that schedule and other policies give, so
 * that they fit every optimizer; a change is made however small it is; a NaN leaves a smoothed loss once it leaves its
 * window. Weights that were drawn anew start over at the first rate; after a restore the best is forgotten. Wants a
 * loss that falls smoothly: where noise hides the trend, it mostly lowers the rate.
 *
 * @param loss the loss that it follows; default the mean training loss of 10 steps
 * @param improvement what counts as better; default by more than 1e-6
 * @param factor F, in (0, 1); default 0.95
 * @param patience values in a row that are borne, at least 0; default 10
 * @param cooldown values after a reduction that count for nothing, at least 0; default 0
 * @param warmup values after a rise that count for nothing, at least 0; default 0
 * @param smoothing values whose running mean is judged, in [1, 1024]; default 5; 1 judges each by itself
 * @param minimum lower bound of its factor, in (0, 1]; default 0.01
 * @param maximum upper bound of its factor, at least 1; default 10
 * @param resetAfter reductions that come to nothing before it starts over, at least 1; default 500
 * @param target the parameters whose rate it moves; default all
 */
public record GreedyRate(
        FollowedLoss loss,
        Improvement improvement,
        double factor,
        int patience,
        int cooldown,
        int warmup,
        int smoothing,
        double minimum,
        double maximum,
        int resetAfter,
        ParameterSelector target)
        implements Policy<GreedyState> {
    private static final GreedyRate DEFAULTS = new GreedyRate(
            FollowedLoss.training(10),
            Improvement.absolute(1e-6),
            0.95,
            10,
            0,
            0,
            5,
            0.01,
            10,
            500,
            ParameterSelector.all());

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public GreedyRate {
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("factor must be in (0, 1), got " + factor + "; try 0.95");
        }
        require(patience >= 0, "patience must not be negative, got " + patience + "; try 10");
        require(cooldown >= 0, "cooldown must not be negative, got " + cooldown + "; 0 is none");
        require(warmup >= 0, "warmup must not be negative, got " + warmup + "; 0 is none");
        require(
                smoothing >= 1 && smoothing <= 1024,
                "smoothing must be in [1, 1024], got " + smoothing + "; 1 judges each value by itself");
        require(minimum > 0 && minimum <= 1, "minimum must be in (0, 1], got " + minimum + "; try 0.01");
        require(
                maximum >= 1 && maximum < Double.POSITIVE_INFINITY,
                "maximum must be finite and at least 1, got " + maximum + "; try 10");
        require(resetAfter >= 1, "resetAfter must be positive, got " + resetAfter + "; try 500");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Returns the defaults. */
    public static GreedyRate defaults() {
        return DEFAULTS;
    }

    /** Returns this policy on the validation loss of each epoch. */
    public GreedyRate onValidationLoss() {
        return following(FollowedLoss.validation());
    }

    /** Returns this policy on the mean training loss of windows of so many optimizer updates. */
    public GreedyRate onTrainingLoss(long window) {
        return following(FollowedLoss.training(window));
    }

    private GreedyRate following(FollowedLoss which) {
        return new GreedyRate(
                which,
                improvement,
                factor,
                patience,
                cooldown,
                warmup,
                smoothing,
                minimum,
                maximum,
                resetAfter,
                target);
    }

    /** Returns this policy with another idea of what is better. */
    public GreedyRate withImprovement(Improvement rule) {
        return new GreedyRate(
                loss, rule, factor, patience, cooldown, warmup, smoothing, minimum, maximum, resetAfter, target);
    }

    /** Returns this policy with another factor, in (0, 1). */
    public GreedyRate withFactor(double newFactor) {
        return new GreedyRate(
                loss,
                improvement,
                newFactor,
                patience,
                cooldown,
                warmup,
                smoothing,
                minimum,
                maximum,
                resetAfter,
                target);
    }

    /** Returns this policy with another patience, in values of the loss. */
    public GreedyRate withPatience(int values) {
        return new GreedyRate(
                loss, improvement, factor, values, cooldown, warmup, smoothing, minimum, maximum, resetAfter, target);
    }

    /** Returns this policy with another pause after each reduction, in values of the loss. */
    public GreedyRate withCooldown(int values) {
        return new GreedyRate(
                loss, improvement, factor, patience, values, warmup, smoothing, minimum, maximum, resetAfter, target);
    }

    /** Returns this policy with another pause after each rise, in values of the loss. */
    public GreedyRate withWarmup(int values) {
        return new GreedyRate(
                loss, improvement, factor, patience, cooldown, values, smoothing, minimum, maximum, resetAfter, target);
    }

    /** Returns this policy with a running mean of another length, in values of the loss; 1 for none. */
    public GreedyRate withSmoothing(int values) {
        return new GreedyRate(
                loss, improvement, factor, patience, cooldown, warmup, values, minimum, maximum, resetAfter, target);
    }

    /** Returns this policy with other bounds of its factor: the lower in (0, 1], the upper at least 1. */
    public GreedyRate withBounds(double lower, double upper) {
        return new GreedyRate(
                loss, improvement, factor, patience, cooldown, warmup, smoothing, lower, upper, resetAfter, target);
    }

    /** Returns this policy starting over after another number of reductions that came to nothing. */
    public GreedyRate withResetAfter(int reductions) {
        return new GreedyRate(
                loss, improvement, factor, patience, cooldown, warmup, smoothing, minimum, maximum, reductions, target);
    }

    /** Returns this policy for some of the parameters only. */
    public GreedyRate withTarget(ParameterSelector which) {
        return new GreedyRate(
                loss, improvement, factor, patience, cooldown, warmup, smoothing, minimum, maximum, resetAfter, which);
    }

    @Override
    public String name() {
        return TrainedGroups.named("GreedyRate", target);
    }

    @Override
    public Class<GreedyState> stateType() {
        return GreedyState.class;
    }

    @Override
    public GreedyState start(Run run) {
        TrainedGroups.in(target, run, name());
        return GreedyState.starting(LossReading.startingAfter(run.firstStep()), this);
    }

    @Override
    public Set<Moment> moments() {
        return loss.moments();
    }

    @Override
    public List<Action> repertoire() {
        return List.of(new SetRateFactor(target, factor, Span.LASTING));
    }

    @Override
    public Transition<GreedyState> update(GreedyState state, Observation now) {
        if (now.applied().stream().anyMatch(Action.RedrawWeights.class::isInstance)) {
            GreedyState fresh = GreedyState.starting(state.reading().restartedAfter(now.step()), this);
            return state.factor() == 1
                    ? Transition.to(fresh)
                    : Transition.to(
                            fresh,
                            decision(
                                    1,
                                    new Evidence(
                                            "redrawn",
                                            "weights were drawn anew → the rate is as at first",
                                            Map.of(),
                                            Map.of())));
        }
        GreedyState based = now.hasNewWeights() ? state.forgetting(now.step(), this) : state;
        GreedyState next = based.reading(based.reading().see(now, loss));
        if (next.reading().value().isPresent()) {
            return judge(next.smooth(next.reading().value().getAsDouble(), smoothing));
        }
        return next.reading().isMissing() && now.moment() == Moment.EPOCH
                ? Transition.to(next, next.reading().reportMissing())
                : Transition.to(next);
    }

    private Transition<GreedyState> judge(GreedyState state) {
        if (state.pausing() > 0) {
            return Transition.to(state.pausing(state.pausing() - 1));
        }
        GreedyState counted = state.count(improvement);
        if (counted.good() > patience) {
            double higher = Math.min(counted.factor() / factor, maximum);
            GreedyState raised = counted.withFactor(higher, resetAfter).pausing(warmup);
            return change(counted, raised, "raised", "better " + counted.good() + " times in a row");
        }
        if (counted.bad() <= patience) {
            return Transition.to(counted);
        }
        double lower = Math.max(counted.factor() * factor, minimum);
        int patienceAtMinimum = lower > minimum ? counted.untilReset() : counted.untilReset() - 1;
        String why = "no better " + counted.bad() + " times in a row";
        if (patienceAtMinimum == 0) {
            GreedyState fresh = GreedyState.starting(counted.reading(), this).pausing(cooldown);
            return change(counted, fresh, "reset", why + " at the lowest rate");
        }
        GreedyState lowered = counted.withFactor(lower, patienceAtMinimum).pausing(cooldown);
        return change(counted, lowered, "lowered", why);
    }

    private Transition<GreedyState> change(GreedyState before, GreedyState after, String rule, String why) {
        if (before.factor() == after.factor()) {
            return Transition.to(after);
        }
        double value = before.smoothed().mean();
        String sentence = loss.describe() + ' ' + Numbers.brief(value) + ", " + why + ", patience " + patience
                + " → rate factor " + Numbers.brief(before.factor()) + " → " + Numbers.brief(after.factor());
        Evidence because = new Evidence(
                rule, sentence, Map.of("loss", value, "factor", after.factor()), Map.of("loss", before.best()));
        return Transition.to(after, decision(after.factor(), because));
    }

    private Decision decision(double product, Evidence because) {
        return new Decision(List.of(new SetRateFactor(target, product, Span.LASTING)), because);
    }
}
