package io.github.redescent.spi;

import io.github.redescent.Recipe;
import io.github.redescent.control.Controller;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Run;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterReport;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
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
    private final Watchers watchers;
    private Set<Measurement> wanted = Set.of();
    private Set<Measurement> asked = Set.of();
    private double loss = Double.NaN;

    private ControlledRun(Recipe recipe, HostModel host, RunOptions options, Books books, Optional<SavedRun> saved) {
        this.host = host;
        this.books = books;
        this.options = options;
        this.watchers = options.everyone();
        this.gauge = new Gauge(host, books, options.warnings());
        saved.ifPresent(run -> books.resume(run.books()));
        ParameterTable attached = recipe.groups().on(host.parameters()).table();
        this.controller = saved.isPresent()
                ? Controller.resume(recipe, books, this::publish, saved.get().control())
                : Controller.attach(recipe, books, this::publish);
        // Only now: a refused attach leaves no file behind.
        watchers.started(recipe, new Run(attached, books.step(), recipe.plannedSteps(), recipe.seed()));
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
            Observation now = new Observation(
                    Moment.GRADIENT, step, epoch, loss, OptionalDouble.empty(), Map.of(), measured, List.of());
            watchers.beforeUpdate(now);
            controller.observe(now);
        }
        wanted = controller.wants(Moment.STEP, step + 1);
        asked = withWatched(step + 1);
        gauge.before(asked);
    }

    /**
     * Takes in that the update is made; what is decided now is in force before the next forward pass.
     *
     * @param step updates made so far, this one included
     * @param epoch epochs completed so far
     */
    public void afterUpdate(long step, int epoch) {
        books.at(step, epoch);
        Measurements measured = gauge.after(asked);
        Observation now = Observation.step(step, epoch, loss, books.rates()).withMeasured(measured);
        show(now);
        // Being watched must not change what is decided.
        controller.observe(asked.size() == wanted.size() ? now : now.withMeasured(measured.only(wanted::contains)));
    }

    private Set<Measurement> withWatched(long step) {
        Set<Measurement> watched = watchers.isEmpty() ? Set.of() : watchers.wants(step);
        if (watched.isEmpty()) {
            return wanted;
        }
        watched.addAll(wanted);
        return watched;
    }

    /**
     * Takes in the end of an epoch.
     *
     * @param epoch epochs completed, this one included
     * @param validation the validation loss, where there is one
     */
    public void epochEnded(int epoch, OptionalDouble validation) {
        books.at(books.step(), epoch);
        if (listensToEpochs()) {
            Observation now = new Observation(
                    Moment.EPOCH, books.step(), epoch, loss, validation, books.rates(), Measurements.none(), List.of());
            show(now);
            if (controller.listensTo(Moment.EPOCH)) {
                controller.observe(now);
            }
        }
    }

    /** Returns whether somebody wants to know of an epoch's end. */
    public boolean listensToEpochs() {
        return !watchers.isEmpty() || controller.listensTo(Moment.EPOCH);
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

    private void show(Observation now) {
        if (!watchers.isEmpty()) {
            watchers.observed(controller.inForce(now));
        }
    }

    private void publish(TrainingEvent event) {
        watchers.happened(event);
        options.events().accept(event);
    }

    /** Tells who looks on that it is over, and frees what is kept. */
    @Override
    public void close() {
        watchers.ended();
        books.forgetSlots();
    }
}
