package io.github.redescent.replay;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Controller;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.TrainingStoppedException;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Shows the lines of one trace to a recipe, moment by moment as an adapter did: what has to be decided again is decided
 * by a real controller, over a model without tensors. Not thread-safe.
 */
final class Showing {
    /** Stands for actions that somebody else decided. */
    static final String RECORDED = "recorded";

    private final TraceHeader header;
    private final Spectator model;
    private final Controller controller;
    private final Set<String> policies;
    private Observation before;
    private boolean stopped;

    private Showing(TraceHeader header, Recipe recipe, Observation first, Consumer<TrainingEvent> events) {
        this.header = header;
        this.policies = recipe.policies().stream().map(Policy::name).collect(Collectors.toSet());
        this.before = Observation.step(Math.max(0, first.step() - 1), first.epoch(), first.loss(), first.rates());
        this.model = new Spectator(header.parameters().orElseGet(() -> guess(first)), before.step());
        Recipe planned = header.plannedSteps().isPresent()
                ? recipe.withPlannedSteps(header.plannedSteps().getAsLong())
                : recipe;
        this.controller = Controller.attach(planned, model, events);
    }

    /**
     * Begins to show a trace.
     *
     * @param first its first line
     * @throws IllegalArgumentException if the recipe cannot work on the recorded model
     */
    static Showing begin(TraceHeader header, Recipe recipe, Observation first, Consumer<TrainingEvent> events) {
        return new Showing(header, recipe, first, events);
    }

    /** Shows one line: the end of an epoch if there was one, the update's gradients, and the update. */
    void show(TracedStep line) {
        if (stopped) {
            return;
        }
        Observation now = line.observed();
        List<Action> others = line.appliedByOthers(policies);
        try {
            if (!others.isEmpty()) {
                Evidence because = new Evidence(RECORDED, "applied when the run was recorded", Map.of(), Map.of());
                controller.carryOut(RECORDED, new Decision(others, because));
            }
            if (now.validationLoss().isPresent() || now.epoch() > before.epoch()) {
                observe(at(
                        Moment.EPOCH, now, before.loss(), now.validationLoss(), before.rates(), Measurements.none()));
            }
            Set<Measurement> early = controller.wants(Moment.GRADIENT, before.step());
            Map<String, Rate> none = Map.of();
            observe(at(
                    Moment.GRADIENT,
                    now,
                    now.loss(),
                    OptionalDouble.empty(),
                    none,
                    now.measured().only(early::contains)));
            Set<Measurement> wanted = controller.wants(Moment.STEP, now.step());
            model.at(now.step());
            Measurements late = now.measured().only(each -> !early.contains(each) || wanted.contains(each));
            observe(Observation.step(now.step(), now.epoch(), now.loss(), scheduled(now.rates()))
                    .withMeasured(withChance(late)));
        } catch (TrainingStoppedException end) {
            stopped = true;
        }
        before = now;
    }

    private void observe(Observation now) {
        if (controller.listensTo(now.moment())) {
            controller.observe(now);
        }
    }

    private Observation at(
            Moment moment,
            Observation line,
            double loss,
            OptionalDouble validation,
            Map<String, Rate> rates,
            Measurements measured) {
        return new Observation(
                moment, before.step(), line.epoch(), loss, validation, scheduled(rates), measured, List.of());
    }

    /** The controller has its own factors, which are those of the recorded run if it was the same recipe. */
    private static Map<String, Rate> scheduled(Map<String, Rate> rates) {
        Map<String, Rate> bare = new HashMap<>();
        rates.forEach((group, rate) -> bare.put(group, Rate.scheduled(rate.scheduled())));
        return bare;
    }

    private Measurements withChance(Measurements measured) {
        OptionalDouble chance = header.chanceLoss();
        return chance.isEmpty() || measured.total(Quantity.CONSTANT_LOSS).isPresent()
                ? measured
                : measured.and(Measurements.builder()
                        .total(Quantity.CONSTANT_LOSS, chance.getAsDouble())
                        .build());
    }

    /** A trace of another program says nothing of parameters: one in each group is enough for most policies. */
    private static ParameterTable guess(Observation first) {
        Set<String> groups = first.rates().isEmpty()
                ? Set.of(TraceFields.WHOLE)
                : first.rates().keySet();
        return new ParameterTable(groups.stream()
                .sorted()
                .map(group -> new ParameterInfo(group + "/unknown", Kind.GAIN, List.of(1L), group, false))
                .toList());
    }
}
