package io.github.redescent.spi;

import io.github.redescent.Recipe;
import io.github.redescent.control.Controller;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterReport;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.replay.TraceRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One recipe at work on one model: an adapter tells it what its framework does, in order, and it observes, decides and
 * acts. Per update: {@link #beforeUpdate}, the update by the {@link #books}, {@link #afterUpdate}. Not thread-safe.
 */
public final class ControlledRun implements AutoCloseable {
    private final HostModel host;
    private final Books books;
    private final Gauge gauge;
    private final Controller controller;
    private final RunOptions options;
    private final List<TrainingEvent> opening = new ArrayList<>();
    private Optional<TraceRecorder> recorder = Optional.empty();
    private Set<Measurement> wanted = Set.of();
    private double loss = Double.NaN;

    private ControlledRun(Recipe recipe, HostModel host, RunOptions options, Books books, Optional<SavedRun> saved) {
        this.host = host;
        this.books = books;
        this.options = options;
        this.gauge = new Gauge(host, books, options.warnings());
        saved.ifPresent(run -> books.resume(run.books()));
        ParameterTable attached = recipe.groups().on(books.parameters()).table();
        this.controller = saved.isPresent()
                ? Controller.resume(recipe, books, this::publish, saved.get().control())
                : Controller.attach(recipe, books, this::publish);
        // Only now: a refused attach leaves no file behind.
        this.recorder = options.trace().map(file -> TraceRecorder.to(file, recipe, attached));
        recorder.ifPresent(trace -> opening.forEach(trace::note));
        opening.clear();
    }

    /**
     * Starts to control a model.
     *
     * @param step updates that it has had
     * @param epoch epochs that it has completed
     * @throws io.github.redescent.control.UnsupportedByBackendException if the host cannot do what a policy may ask
     *     for; nothing has changed then
     * @throws IllegalArgumentException if a policy or a group cannot work on this model; nothing has changed then
     */
    public static ControlledRun start(Recipe recipe, HostModel host, RunOptions options, long step, int epoch) {
        return new ControlledRun(recipe, host, options, new Books(host, step, epoch), Optional.empty());
    }

    /**
     * Goes on with a saved run. The host has its weights, optimizers, their state, and its slots back already.
     *
     * @throws IllegalArgumentException if model or recipe are not those that were saved; the message names what differs
     */
    public static ControlledRun resume(Recipe recipe, HostModel host, RunOptions options, SavedRun saved) {
        saved.control().requireParameters(host.parameters());
        Books books = new Books(host, saved.control().step(), saved.epoch());
        return new ControlledRun(recipe, host, options, books, Optional.of(saved));
    }

    /** Returns the books by which updates are made. */
    public Books books() {
        return books;
    }

    /** Returns the controller, for what a user asks of it. */
    public Controller controller() {
        return controller;
    }

    /** Returns the parameters, with the groups and the freezing of the moment. */
    public ParameterTable parameters() {
        return books.parameters();
    }

    /** Returns all that core remembers of this run. */
    public SavedRun state(int epoch) {
        return new SavedRun(controller.state(), books.state(), epoch);
    }

    /**
     * Takes in a batch's loss: gradients are there, and the weights are those that gave it.
     *
     * @param step updates made so far
     * @param epoch epochs completed so far
     * @param batchLoss the loss without penalty terms
     */
    public void beforeUpdate(long step, int epoch, double batchLoss) {
        books.at(step, epoch);
        books.beginUpdate();
        loss = batchLoss;
        if (controller.listensTo(Moment.GRADIENT)) {
            Measurements measured = gauge.now(controller.wants(Moment.GRADIENT, step));
            observe(new Observation(
                    Moment.GRADIENT, step, epoch, loss, OptionalDouble.empty(), Map.of(), measured, List.of()));
        }
        wanted = controller.wants(Moment.STEP, step + 1);
        gauge.before(wanted);
    }

    /**
     * Takes in that the update is made; what is decided now is in force before the next forward pass.
     *
     * @param step updates made so far, this one included
     * @param epoch epochs completed so far
     */
    public void afterUpdate(long step, int epoch) {
        books.at(step, epoch);
        Measurements measured = gauge.after(wanted);
        observe(Observation.step(step, epoch, loss, books.rates()).withMeasured(measured));
    }

    /**
     * Takes in the end of an epoch.
     *
     * @param epoch epochs completed, this one included
     * @param validation the validation loss, where there is one
     */
    public void epochEnded(int epoch, OptionalDouble validation) {
        books.at(books.step(), epoch);
        if (controller.listensTo(Moment.EPOCH)) {
            observe(new Observation(
                    Moment.EPOCH,
                    books.step(),
                    epoch,
                    loss,
                    validation,
                    books.rates(),
                    Measurements.none(),
                    List.of()));
        }
    }

    /** Returns whether somebody wants to know of an epoch's end. */
    public boolean listensToEpochs() {
        return controller.listensTo(Moment.EPOCH);
    }

    /** Returns a table of the parameters: path, kind, shape, group, optimizer, rate, frozen, RMS of the weights. */
    public String describe() {
        return ParameterReport.of(
                parameters(),
                info -> books.of(info.path()).now().optimizer().kind(),
                info -> books.rate(books.of(info.path())),
                this::rootMeanSquare);
    }

    private double rootMeanSquare(ParameterInfo info) {
        double squares = host.sums(Quantity.PARAMETER_NORM, new ParameterSet(List.of(info)))[0];
        return Math.sqrt(squares / info.count());
    }

    private void observe(Observation now) {
        recorder.ifPresent(trace -> trace.write(controller.inForce(now)));
        controller.observe(now);
    }

    private void publish(TrainingEvent event) {
        if (recorder.isPresent()) {
            recorder.get().note(event);
        } else if (options.trace().isPresent()) {
            opening.add(event);
        }
        options.events().accept(event);
    }

    /** Ends the trace and frees what is kept. */
    @Override
    public void close() {
        recorder.ifPresent(TraceRecorder::close);
        books.forgetSlots();
    }
}
