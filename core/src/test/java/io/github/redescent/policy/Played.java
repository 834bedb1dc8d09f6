package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Rate;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.json.RecordJson;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * What a policy decides on observations that are played to it; its rate factors take effect on what it sees next.
 *
 * @param steps of the decisions
 * @param decisions what was decided
 * @param rates the settled rate of group "body" after each observation
 */
record Played(List<Long> steps, List<Decision> decisions, List<Double> rates) {
    static final Run RUN = new Run(
            new ParameterTable(List.of(
                    new ParameterInfo("body/W", Kind.WEIGHT, List.of(100L), "body", false),
                    new ParameterInfo("body/b", Kind.BIAS, List.of(10L), "body", false),
                    new ParameterInfo("head/W", Kind.WEIGHT, List.of(400L), "head", false))),
            0,
            OptionalLong.empty(),
            7);

    /** Plays observations at a constant scheduled rate. */
    static <S extends Record> Played of(Policy<S> policy, int count, double rate, IntFunction<Observation> observe) {
        return play(policy, count, rate, observe, false);
    }

    /** The same, with the policy's state saved and read back after every observation. */
    static <S extends Record> Played resumed(
            Policy<S> policy, int count, double rate, IntFunction<Observation> observe) {
        return play(policy, count, rate, observe, true);
    }

    private static <S extends Record> Played play(
            Policy<S> policy, int count, double rate, IntFunction<Observation> observe, boolean saving) {
        Played played = new Played(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        S state = policy.start(RUN);
        double body = 1;
        double head = 1;
        for (int i = 1; i <= count; i++) {
            Observation seen = observe.apply(i);
            if (!policy.moments().contains(seen.moment())) {
                continue;
            }
            Transition<S> next = policy.update(
                    state, seen.withRates(Map.of("body", new Rate(rate, body, 1), "head", new Rate(rate, head, 1))));
            state = saving ? RecordJson.fromText(RecordJson.toText(next.state()), policy.stateType()) : next.state();
            for (Action action : next.decision().map(Decision::actions).orElse(List.of())) {
                if (action instanceof Action.SetRateFactor factor) {
                    body = factor.target().picks(RUN.parameters().entries().get(0)) ? factor.factor() : body;
                    head = factor.target().picks(RUN.parameters().entries().get(2)) ? factor.factor() : head;
                }
            }
            next.decision().ifPresent(decision -> {
                played.steps.add(seen.step());
                played.decisions.add(decision);
            });
            played.rates.add(rate * body);
        }
        return played;
    }

    static Observation step(long step, double loss) {
        return Observation.step(step, 0, loss, Map.of());
    }

    static Observation gradient(long step, int epoch, double loss, Measurements measured) {
        return new Observation(
                Moment.GRADIENT, step, epoch, loss, OptionalDouble.empty(), Map.of(), measured, List.of());
    }

    static Observation epoch(long step, int epoch, OptionalDouble validationLoss) {
        return new Observation(Moment.EPOCH, step, epoch, 1, validationLoss, Map.of(), Measurements.none(), List.of());
    }
}
