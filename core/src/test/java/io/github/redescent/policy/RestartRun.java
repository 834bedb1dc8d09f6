package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingEvent.Decided;
import io.github.redescent.control.Transition;
import io.github.redescent.json.RecordJson;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * A run of one group that answers to what the policy does: weights that can learn do so while updates move them by a
 * thousandth to a tenth of their norm. A loss is the batch's constant loss, which is noisy, times one minus the skill.
 */
final class RestartRun {
    final List<Decided> events = new ArrayList<>();
    private final ReinitializeOnBadRegion policy;
    private final double updateSize;
    private final Map<String, Weights> slots = new HashMap<>();
    RestartState state;
    Weights weights;
    LongPredicate badBatch = step -> false;
    boolean saving;
    double lasting = 1;
    double passing = 1;
    long step;

    /** What is trained. */
    record Weights(double skill, boolean canLearn, boolean broken) {}

    /** @param updateSize ‖Δθ‖/‖θ‖ at the first rate */
    RestartRun(ReinitializeOnBadRegion policy, long planned, double updateSize, Weights first) {
        this.policy = policy;
        this.updateSize = updateSize;
        this.weights = first;
        ParameterTable table =
                new ParameterTable(List.of(new ParameterInfo("a/W", Kind.WEIGHT, List.of(100L), "g", false)));
        state = policy.start(new Run(table, 0, planned > 0 ? OptionalLong.of(planned) : OptionalLong.empty(), 42));
    }

    RestartRun train(int steps) {
        for (int i = 0; i < steps; i++) {
            train();
        }
        return this;
    }

    private void train() {
        step++;
        List<Action> applied = List.of();
        if (step == 1 || (step % 64 == 0 && weights.skill > 0.1 && !weights.broken)) {
            slots.put(KeepBest.SLOT, weights);
            applied = List.of(new Action.Keep(KeepBest.SLOT, RestartStep.EVERYTHING));
        }
        double constant = 2.3 * (1 + 0.05 * Math.sin(step * 12.9898));
        double loss = constant * (1 - weights.skill) * (1 + 0.01 * Math.sin(step * 78.233));
        boolean bad = badBatch.test(step);
        double size = updateSize * lasting * passing;
        boolean moves = size > 1e-3 && size < 0.1;
        double more = weights.canLearn && moves ? 0.01 * (1 - weights.skill) : 0;
        weights = new Weights(weights.skill + more, weights.canLearn, weights.broken || bad);
        Measurements measured = Measurements.builder()
                .total(Quantity.CONSTANT_LOSS, constant)
                .total(Quantity.PARAMETER_NORM, 10)
                .total(Quantity.UPDATE_NORM, 10 * size)
                .perGroup(Quantity.PARAMETER_NORM, Map.of("g", 10.0))
                .perGroup(Quantity.UPDATE_NORM, Map.of("g", 10 * size))
                .build();
        Observation now = Observation.step(
                        step,
                        (int) ((step - 1) / 100),
                        bad || weights.broken ? Double.NaN : loss,
                        Map.of("g", new Rate(0.1, lasting, passing)))
                .withMeasured(measured)
                .withApplied(applied);
        Transition<RestartState> next = policy.update(state, now);
        state = saving ? RecordJson.fromText(RecordJson.toText(next.state()), RestartState.class) : next.state();
        next.decision().ifPresent(this::carryOut);
    }

    private void carryOut(Decision decision) {
        Fate fate = decision.actions().isEmpty() ? decision.fateOfNothing() : Fate.APPLIED;
        events.add(new Decided(step, "ReinitializeOnBadRegion", decision, fate));
        for (Action action : decision.actions()) {
            if (action instanceof Action.Keep keep) {
                slots.put(keep.slot(), weights);
            } else if (action instanceof Action.Restore restore) {
                weights = Objects.requireNonNull(slots.get(restore.slot()));
            } else if (action instanceof Action.RedrawWeights) {
                weights = new Weights(0, true, false);
            } else if (action instanceof Action.SetRateFactor rate) {
                lasting = rate.span() == Span.LASTING ? rate.factor() : lasting;
                passing = rate.span() == Span.PASSING ? rate.factor() : passing;
            }
        }
    }

    List<String> sentences() {
        return events.stream().map(each -> each.decision().because().sentence()).toList();
    }

    /** Returns at which steps weights were drawn anew. */
    List<Long> redraws() {
        return events.stream()
                .filter(each -> each.decision().actions().stream().anyMatch(Action.RedrawWeights.class::isInstance))
                .map(Decided::step)
                .toList();
    }

    Set<?> wants() {
        return policy.wants(state, Moment.STEP, step + 1);
    }
}
