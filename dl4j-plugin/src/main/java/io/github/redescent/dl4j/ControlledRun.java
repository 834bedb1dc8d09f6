package io.github.redescent.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.control.ControlState;
import io.github.redescent.control.Controller;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Rate;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.dl4j.internal.Dl4jBackend;
import io.github.redescent.dl4j.internal.Dl4jModel;
import io.github.redescent.replay.TraceRecorder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.nn.api.Model;

/** One recipe at work on one model: turns DL4J's callbacks into observations. */
final class ControlledRun {
    private final Dl4jModel model;
    private final Dl4jBackend backend;
    private final Controller controller;
    private final ControlOptions options;
    private final Optional<TraceRecorder> recorder;
    private final Consumer<TrainingEvent> events;
    private Set<Measurement> wanted = Set.of();
    private double loss = Double.NaN;

    /** Attaches, or resumes from saved state. */
    ControlledRun(
            Recipe recipe,
            ControlOptions options,
            Dl4jBackend backend,
            Dl4jModel model,
            Optional<ControlState> saved,
            Consumer<TrainingEvent> events) {
        this.model = model;
        this.backend = backend;
        this.options = options;
        this.events = events;
        this.recorder = options.trace().map(file -> TraceRecorder.to(file, recipe));
        this.controller = saved.isPresent()
                ? Controller.resume(recipe, backend, this::publish, saved.get())
                : Controller.attach(recipe, backend, this::publish);
    }

    Dl4jModel model() {
        return model;
    }

    Dl4jBackend backend() {
        return backend;
    }

    Controller controller() {
        return controller;
    }

    /** The gradient is there, the update is not: weights and score belong together. */
    void beforeUpdate() {
        int iteration = model.iteration();
        backend.setStep(iteration);
        loss = score() * options.lossScale();
        wanted = controller.wants(Moment.STEP, iteration + 1L);
        backend.measureBeforeUpdate(wanted);
        backend.holdStatistics();
        if (controller.listensTo(Moment.GRADIENT)) {
            observe(new Observation(
                    Moment.GRADIENT,
                    iteration,
                    model.epoch(),
                    loss,
                    OptionalDouble.empty(),
                    Map.of(),
                    Measurements.none(),
                    List.of()));
        }
    }

    /** The update is done; what is decided now is in force before the next forward pass. */
    void afterUpdate(int iteration) {
        backend.setStep(iteration + 1L);
        Measurements measured = backend.measureAfterUpdate(wanted, options.lossScale());
        Map<String, Rate> rates = backend.rates(iteration + 1, model.epoch());
        observe(Observation.step(iteration + 1L, model.epoch(), loss, rates).withMeasured(measured));
    }

    /** An epoch is done; DL4J counts it only after its listeners. */
    void epochEnded() {
        backend.setStep(model.iteration());
        if (controller.listensTo(Moment.EPOCH)) {
            OptionalDouble validation = options.validation()
                    .map(data -> OptionalDouble.of(
                            new DataSetLossCalculator(data, true).calculateScore(model.model()) * options.lossScale()))
                    .orElse(OptionalDouble.empty());
            Map<String, Rate> rates = backend.rates(model.iteration(), model.epoch() + 1);
            observe(new Observation(
                    Moment.EPOCH,
                    backend.step(),
                    model.epoch() + 1,
                    loss,
                    validation,
                    rates,
                    Measurements.none(),
                    List.of()));
        }
    }

    private void observe(Observation now) {
        recorder.ifPresent(trace -> trace.write(controller.inForce(now)));
        controller.observe(now);
    }

    private void publish(TrainingEvent event) {
        recorder.ifPresent(trace -> trace.note(event));
        events.accept(event);
    }

    /** Ends the trace. */
    void close() {
        recorder.ifPresent(TraceRecorder::close);
    }

    void requireSame(Model other) {
        if (other != model.model()) {
            throw new UnsupportedByBackendException("this listener controls another model; give each model a "
                    + "ControlListener of its own (ParallelWrapper, which trains copies of a model, is not supported)");
        }
    }

    private double score() {
        double score = model.model().score();
        return backend.penalised() ? score - model.penalty() : score;
    }
}
