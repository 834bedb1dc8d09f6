package io.github.redescent.policy;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Controller;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.json.ControlStateJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongToDoubleFunction;

/** A noisy quadratic of two groups, trained under the real controller. */
final class SimulatedRun {
    final List<TrainingEvent.Decided> events = new ArrayList<>();
    final SimulatedBackend backend;
    final Recipe recipe;
    final Controller controller;
    LongToDoubleFunction extraLoss = step -> 0;
    int epochLength = 100;

    SimulatedRun(Recipe recipe) {
        this(recipe, new SimulatedBackend(0.02), Optional.empty());
    }

    SimulatedRun(Recipe recipe, SimulatedBackend backend, Optional<String> saved) {
        this.recipe = recipe;
        this.backend = backend;
        controller = saved.isPresent()
                ? Controller.resume(recipe, backend, this::accept, ControlStateJson.read(saved.get(), recipe))
                : Controller.attach(recipe, backend, this::accept);
    }

    private void accept(TrainingEvent event) {
        if (event instanceof TrainingEvent.Decided decided && !decided.policy().equals("KeepBest")) {
            events.add(decided);
        }
    }

    /** Trains on, with an epoch's end where one falls. */
    SimulatedRun train(int steps) {
        for (int i = 0; i < steps; i++) {
            long step = backend.step() + 1;
            int epoch = (int) ((step - 1) / epochLength);
            double loss = backend.loss() + extraLoss.applyAsDouble(step);
            observe(Moment.GRADIENT, epoch, loss, Measurements.none());
            backend.train(controller.wants(Moment.STEP, step));
            observe(Moment.STEP, epoch, loss, backend.measured());
            if (step % epochLength == 0) {
                observe(Moment.EPOCH, epoch + 1, loss, Measurements.none());
            }
        }
        return this;
    }

    private void observe(Moment moment, int epoch, double loss, Measurements measured) {
        controller.observe(new Observation(
                moment, backend.step(), epoch, loss, OptionalDouble.empty(), backend.rates(), measured, List.of()));
    }

    /** Does something in another policy's name. */
    void others(Action... actions) {
        controller.carryOut("other", new Decision(List.of(actions), new Evidence("o", "did", Map.of(), Map.of())));
    }

    /** Returns the run as it goes on in another process. */
    SimulatedRun resumed() {
        return new SimulatedRun(recipe, backend.copy(), Optional.of(ControlStateJson.write(controller.state())));
    }

    /** Returns the decisions by a rule. */
    List<TrainingEvent.Decided> decided(String rule) {
        return events.stream()
                .filter(each -> each.decision().because().rule().equals(rule))
                .toList();
    }

    /** Returns at which steps optimizers took over. */
    List<Long> switches() {
        return events.stream()
                .filter(each -> each.decision().actions().stream().anyMatch(Action.UseOptimizer.class::isInstance))
                .map(TrainingEvent.Decided::step)
                .toList();
    }
}
