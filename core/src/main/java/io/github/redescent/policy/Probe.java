package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Lengths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Tries what could be done instead of guessing: from one state, nothing and each choice train for the same number of
 * updates, and the best goes on. Nothing wins ties, within one standard error. (Ours.)
 *
 * <pre>{@code
 * Probe.of(Choice.rate(1.0 / 3), Choice.resetState(), Choice.use(OptimizerSpec.sgd(0.01))).when(Trigger.onPlateau())
 * Probe.of(Choice.resetState()).whenRateDecays().reportOnly()      // is a reset of use here?
 * }</pre>
 *
 * <p>Batches cannot be had twice from a host, so each way trains on batches of its own, and each batch's loss is held
 * against the best constant prediction's on it, where that is known. All their updates are steps of the run, and
 * schedules go on meanwhile; only what is kept counts. It takes two slots of memory, each as large as weights and
 * optimizer state.
 *
 * @param choices what is tried, beside nothing; one or more
 * @param trigger when; empty for decays of the rate only
 * @param drop the relative decrease of a settled rate that starts one too; empty for none
 * @param length updates of each way, at least 8; default 32
 * @param times how many probes there may be, at least 1; default 3
 * @param outcome what becomes of the best; default KEEP
 * @param target the parameters whose rate and optimizer are tried; default all
 */
public record Probe(
        List<Choice> choices,
        Optional<Trigger> trigger,
        OptionalDouble drop,
        long length,
        int times,
        Outcome outcome,
        ParameterSelector target)
        implements Policy<ProbeState> {
    /** What becomes of the best way. */
    public enum Outcome {
        /** It goes on. */
        KEEP,
        /** It is reported; weights, optimizer state and rates are put back as they were. */
        REPORT
    }

    /** The slot that holds what all ways start from. */
    static final String START = "probe";

    /** The slot that holds the best way so far. */
    static final String BEST = "probe-best";

    /**
     * Checks that all fits together.
     *
     * @throws IllegalArgumentException if it does not
     */
    public Probe {
        choices = List.copyOf(choices);
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("a probe needs something to try, got nothing; try Choice.resetState()");
        }
        Set<String> names = new HashSet<>();
        for (Choice choice : choices) {
            if (!names.add(choice.describe())) {
                throw new IllegalArgumentException("a probe tries \"" + choice.describe() + "\" twice in " + choices);
            }
        }
        if (trigger.isPresent() && trigger.get().estimatesRate()) {
            throw new IllegalArgumentException("a probe cannot wait for " + trigger.get()
                    + "; use Trigger.atStep, afterEpochs or onPlateau, or whenRateDecays()");
        }
        if (drop.isPresent() && !(drop.getAsDouble() > 0 && drop.getAsDouble() < 1)) {
            throw new IllegalArgumentException("drop must be in (0, 1), got " + drop.getAsDouble() + "; try 0.5");
        }
        if (length < 8) {
            throw new IllegalArgumentException("a probe's length must be at least 8 updates, got " + length);
        }
        if (times < 1) {
            throw new IllegalArgumentException("a probe's times must be at least 1, got " + times);
        }
    }

    /** Returns the policy that tries these once the loss no longer falls. */
    public static Probe of(Choice... choices) {
        return new Probe(
                List.of(choices),
                Optional.of(Trigger.onPlateau()),
                OptionalDouble.empty(),
                32,
                3,
                Outcome.KEEP,
                ParameterSelector.all());
    }

    /** Returns the policy that tries a third of the rate, three times the rate, and a fresh optimizer state. */
    public static Probe defaults() {
        return of(Choice.rate(1.0 / 3), Choice.rate(3), Choice.resetState());
    }

    /** Returns this policy at other times, counted from the attach or the last probe. */
    public Probe when(Trigger newTrigger) {
        return new Probe(choices, Optional.of(newTrigger), OptionalDouble.empty(), length, times, outcome, target);
    }

    /** Returns this policy for each time the settled rate of a group has halved. */
    public Probe whenRateDecays() {
        return new Probe(choices, Optional.empty(), OptionalDouble.of(0.5), length, times, outcome, target);
    }

    /** Returns this policy with another number of updates for each way, at least 8. */
    public Probe withLength(long updates) {
        return new Probe(choices, trigger, drop, updates, times, outcome, target);
    }

    /** Returns this policy with another number of probes, at least 1. */
    public Probe withTimes(int count) {
        return new Probe(choices, trigger, drop, length, count, outcome, target);
    }

    /** Returns this policy as one that puts everything back and says what would have been best. */
    public Probe reportOnly() {
        return new Probe(choices, trigger, drop, length, times, Outcome.REPORT, target);
    }

    /** Returns this policy for some of the parameters. */
    public Probe on(ParameterSelector which) {
        return new Probe(choices, trigger, drop, length, times, outcome, which);
    }

    @Override
    public Class<ProbeState> stateType() {
        return ProbeState.class;
    }

    @Override
    public ProbeState start(Run run) {
        if (run.parameters().select(target).isEmpty()) {
            throw new IllegalArgumentException("Probe: " + target.describe() + " picks no parameter");
        }
        Optional<Lengths> lengths =
                trigger.flatMap(Trigger::plateau).map(limits -> Lengths.of(limits, run.plannedSteps()));
        Course course = Course.startingAfter(run.firstStep(), lengths);
        return new ProbeState(course, course.since(), Map.of(), 0, 1, Optional.empty());
    }

    @Override
    public Set<Moment> moments() {
        return Set.of(Moment.STEP, Moment.EPOCH);
    }

    @Override
    public List<Action> repertoire() {
        List<Action> all = new ArrayList<>();
        all.add(new Keep(START, RestartStep.EVERYTHING));
        all.add(new Restore(ParameterSelector.all(), START));
        choices.forEach(choice -> all.addAll(choice.actions(target)));
        all.add(new SetRateFactor(target, 0.5, Span.PASSING));
        all.add(new SetRateFactor(target, 0.5, Span.LASTING));
        return all;
    }

    @Override
    public Set<Measurement> wants(ProbeState state, Moment moment, long step) {
        return state.fork().isPresent() && moment == Moment.STEP ? Heat.WANTED : Set.of();
    }

    @Override
    public Transition<ProbeState> update(ProbeState state, Observation now) {
        return new ProbeStep(this, now).from(state);
    }

    @Override
    public ProbeState declined(ProbeState before, ProbeState after) {
        return after.rebased(before.done() + 1, before.factor());
    }
}
