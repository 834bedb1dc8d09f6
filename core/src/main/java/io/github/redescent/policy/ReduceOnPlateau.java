package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Rate;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers the learning rate each time the loss has stopped getting better, exactly as PyTorch's ReduceLROnPlateau
 * (torch.optim.lr_scheduler) does: when the values that were no {@link Improvement} exceed the patience, η ← max(η·f,
 * η_min) for every group whose rate falls by more than eps by that; then as many values as the cooldown has are not
 * held against the run. η is the settled rate (schedule times lasting factors), f the factor.
 *
 * <p>It holds a rate factor of its own per group, so it composes with any schedule. One for some parameters only, by
 * {@link #withTarget}, leaves the others' rate alone; a recipe may hold several of differing targets.
 *
 * <p>Deviations from PyTorch: values may be means over windows of training losses. Weights that were drawn anew get the
 * full rate again; after a restore of weights the best is forgotten. Not against bad regions: no lower rate leaves one
 * ({@link ReinitializeOnBadRegion} does).
 *
 * @param loss the loss that it follows; default the mean training loss of 100 steps
 * @param improvement what counts as better; default by more than 1e-4 of the best
 * @param factor what the rate is multiplied by, in (0, 1); default 0.1
 * @param patience values without improvement that are borne, at least 0; default 10
 * @param cooldown values after a reduction that are not held against the run, at least 0; default 0
 * @param minimumRate the settled rate is not lowered further than this, at least 0; default 0
 * @param eps a rate that would fall by no more than this stays, at least 0; default 1e-8
 * @param target the parameters whose rate is lowered; default all
 * @param reset what their optimizer forgets when the rate falls; default nothing
 * @param goOnFrom with which weights training goes on at the lower rate; default the present ones
 */
public record ReduceOnPlateau(
        FollowedLoss loss,
        Improvement improvement,
        double factor,
        int patience,
        int cooldown,
        double minimumRate,
        double eps,
        ParameterSelector target,
        Optional<ResetMode> reset,
        GoOnFrom goOnFrom)
        implements Policy<PlateauState> {
    private static final ReduceOnPlateau DEFAULTS = new ReduceOnPlateau(
            FollowedLoss.training(100),
            Improvement.relative(1e-4),
            0.1,
            10,
            0,
            0,
            1e-8,
            ParameterSelector.all(),
            Optional.empty(),
            GoOnFrom.HERE);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public ReduceOnPlateau {
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("factor must be in (0, 1), got " + factor + "; try 0.1 or 0.5");
        }
        if (patience < 0) {
            throw new IllegalArgumentException("patience must not be negative, got " + patience + "; try 10");
        }
        if (cooldown < 0) {
            throw new IllegalArgumentException("cooldown must not be negative, got " + cooldown + "; 0 is none");
        }
        if (!(minimumRate >= 0 && minimumRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "minimumRate must be finite and at least 0, got " + minimumRate + "; 0 sets no limit");
        }
        if (!(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("eps must be finite and at least 0, got " + eps + "; try 1e-8");
        }
    }

    /** Returns PyTorch's defaults, on the mean training loss of 100 steps. */
    public static ReduceOnPlateau defaults() {
        return DEFAULTS;
    }

    /** Returns this policy on the validation loss of each epoch. */
    public ReduceOnPlateau onValidationLoss() {
        return following(FollowedLoss.validation());
    }

    /** Returns this policy on the mean training loss of windows of so many optimizer updates. */
    public ReduceOnPlateau onTrainingLoss(long window) {
        return following(FollowedLoss.training(window));
    }

    private ReduceOnPlateau following(FollowedLoss which) {
        return new ReduceOnPlateau(
                which, improvement, factor, patience, cooldown, minimumRate, eps, target, reset, goOnFrom);
    }

    /** Returns this policy with another idea of what is better. */
    public ReduceOnPlateau withImprovement(Improvement rule) {
        return new ReduceOnPlateau(loss, rule, factor, patience, cooldown, minimumRate, eps, target, reset, goOnFrom);
    }

    /** Returns this policy with another factor, in (0, 1). */
    public ReduceOnPlateau withFactor(double newFactor) {
        return new ReduceOnPlateau(
                loss, improvement, newFactor, patience, cooldown, minimumRate, eps, target, reset, goOnFrom);
    }

    /** Returns this policy with another patience, in windows or epochs. */
    public ReduceOnPlateau withPatience(int values) {
        return new ReduceOnPlateau(
                loss, improvement, factor, values, cooldown, minimumRate, eps, target, reset, goOnFrom);
    }

    /** Returns this policy with another cooldown, in windows or epochs. */
    public ReduceOnPlateau withCooldown(int values) {
        return new ReduceOnPlateau(
                loss, improvement, factor, patience, values, minimumRate, eps, target, reset, goOnFrom);
    }

    /** Returns this policy with a rate that it does not go below. */
    public ReduceOnPlateau withMinimumRate(double rate) {
        return new ReduceOnPlateau(loss, improvement, factor, patience, cooldown, rate, eps, target, reset, goOnFrom);
    }

    /** Returns this policy with another smallest change of the rate. */
    public ReduceOnPlateau withEps(double change) {
        return new ReduceOnPlateau(
                loss, improvement, factor, patience, cooldown, minimumRate, change, target, reset, goOnFrom);
    }

    /** Returns this policy for some of the parameters only, such as {@code ParameterSelector.group("head")}. */
    public ReduceOnPlateau withTarget(ParameterSelector which) {
        return new ReduceOnPlateau(
                loss, improvement, factor, patience, cooldown, minimumRate, eps, which, reset, goOnFrom);
    }

    /** Returns this policy with an optimizer that forgets when its rate falls. */
    public ReduceOnPlateau withReset(ResetMode mode) {
        Optional<ResetMode> some = Optional.of(mode);
        return new ReduceOnPlateau(
                loss, improvement, factor, patience, cooldown, minimumRate, eps, target, some, goOnFrom);
    }

    /** Returns this policy with training going on from other weights when a rate falls. */
    public ReduceOnPlateau withGoOnFrom(GoOnFrom which) {
        return new ReduceOnPlateau(
                loss, improvement, factor, patience, cooldown, minimumRate, eps, target, reset, which);
    }

    @Override
    public String name() {
        return TrainedGroups.named("ReduceOnPlateau", target);
    }

    @Override
    public Class<PlateauState> stateType() {
        return PlateauState.class;
    }

    @Override
    public PlateauState start(Run run) {
        return PlateauState.starting(TrainedGroups.in(target, run, name()), run.firstStep(), improvement.worst());
    }

    @Override
    public Set<Moment> moments() {
        return loss.moments();
    }

    @Override
    public List<Action> repertoire() {
        List<Action> all = new ArrayList<>(others());
        all.add(new SetRateFactor(target, factor, Span.LASTING));
        return all;
    }

    @Override
    public Transition<PlateauState> update(PlateauState state, Observation now) {
        if (now.applied().stream().anyMatch(Action.RedrawWeights.class::isInstance)) {
            return startOver(state.forgetting(now.step(), improvement.worst()));
        }
        PlateauState based = now.hasNewWeights() ? state.forgetting(now.step(), improvement.worst()) : state;
        PlateauState next = based.reading(based.reading().see(now, loss), now);
        if (next.reading().value().isPresent()) {
            return judge(next, next.reading().value().getAsDouble(), now);
        }
        return next.reading().isMissing() && now.moment() == Moment.EPOCH
                ? Transition.to(next, next.reading().reportMissing())
                : Transition.to(next);
    }

    private Transition<PlateauState> startOver(PlateauState state) {
        if (state.factors().isEmpty()) {
            return Transition.to(state);
        }
        List<Action> actions = new ArrayList<>();
        state.factors().keySet().stream().sorted().forEach(group -> actions.add(lasting(group, 1)));
        Evidence because = new Evidence(
                "redrawn", "weights were drawn anew → the rate is as before the plateaus", Map.of(), Map.of());
        return Transition.to(state.withFactors(Map.of()), new Decision(actions, because));
    }

    private Transition<PlateauState> judge(PlateauState state, double value, Observation now) {
        PlateauState next = state.count(value, improvement);
        if (next.bad() <= patience) {
            return Transition.to(next);
        }
        PlateauState cooling = next.cooling(cooldown);
        Map<String, Double> factors = new HashMap<>(state.factors());
        List<Action> rates = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        for (String group : state.groups()) {
            double old = Optional.ofNullable(now.rates().get(group))
                    .map(Rate::settled)
                    .orElse(Double.NaN);
            double lower = Math.max(old * factor, minimumRate);
            if (Double.isNaN(old) || old - lower > eps) {
                double share = lower > minimumRate || Double.isNaN(old) ? factor : lower / old;
                factors.merge(group, share, (before, more) -> before * more);
                rates.add(lasting(group, factors.getOrDefault(group, share)));
                changes.add(Numbers.brief(old) + " → " + Numbers.brief(lower) + " for " + group);
            }
        }
        if (rates.isEmpty()) {
            return Transition.to(cooling);
        }
        List<Action> actions = new ArrayList<>(state.finite() ? others() : List.of());
        actions.addAll(rates);
        return Transition.to(
                cooling.withFactors(factors), new Decision(actions, because(next, value, changes, state.finite())));
    }

    private Evidence because(PlateauState state, double value, List<String> changes, boolean restores) {
        String sentence = loss.describe() + ' ' + Numbers.brief(value) + ", best " + Numbers.brief(state.best())
                + ", no better " + state.bad() + " times, patience " + patience + " → rate "
                + String.join(", ", changes)
                + (goOnFrom == GoOnFrom.BEST && restores ? ", with the best weights" : "")
                + reset.map(mode -> ", reset " + mode.name()).orElse("");
        return new Evidence(
                "plateau",
                sentence,
                Map.of("loss", value, "no better", (double) state.bad()),
                Map.of("loss", state.best(), "no better", (double) patience));
    }

    /** What is done beside the rate, in order. */
    private List<Action> others() {
        List<Action> others = new ArrayList<>();
        if (goOnFrom == GoOnFrom.BEST) {
            others.add(new Restore(ParameterSelector.all(), KeepBest.SLOT));
        }
        reset.ifPresent(mode -> others.add(new ResetState(target, mode)));
        return others;
    }

    private SetRateFactor lasting(String group, double product) {
        return new SetRateFactor(TrainedGroups.part(target, group), product, Span.LASTING);
    }
}
