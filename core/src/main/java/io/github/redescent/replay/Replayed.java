package io.github.redescent.replay;

import io.github.redescent.control.Decision;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A policy with its state during a replay. */
final class Replayed<S extends Record> {
    private final Policy<S> policy;
    private final Set<Moment> moments;
    private S state;

    private Replayed(Policy<S> policy, S state) {
        this.policy = policy;
        this.moments = policy.moments();
        this.state = state;
    }

    static <S extends Record> Replayed<S> start(Policy<S> policy, Run run) {
        return new Replayed<>(policy, policy.start(run));
    }

    String name() {
        return policy.name();
    }

    /** Shows the policy one line of a trace as what it observed at a moment. */
    Optional<Decision> see(Moment moment, Observation line) {
        if (!moments.contains(moment)
                || (moment == Moment.EPOCH && line.validationLoss().isEmpty())) {
            return Optional.empty();
        }
        Transition<S> transition = policy.update(state, moment == Moment.STEP ? line : at(moment, line));
        state = transition.state();
        return transition.decision();
    }

    private static Observation at(Moment moment, Observation line) {
        return new Observation(
                moment,
                line.step(),
                line.epoch(),
                line.loss(),
                moment == Moment.EPOCH ? line.validationLoss() : OptionalDouble.empty(),
                line.rates(),
                Measurements.none(),
                line.applied());
    }
}
