package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import io.github.redescent.Recipe;
import io.github.redescent.control.ControlState;
import io.github.redescent.control.Controller;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.json.ControlStateJson;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.replay.TraceRecorder;
import io.github.redescent.trend.LabelMoments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One trainer's run: turns what DJL tells the optimizer and its listener into updates and observations. Not
 * thread-safe. Owns native memory until closed.
 */
public final class TrainingRun implements AutoCloseable {
    private final Trainer trainer;
    private final Training training;
    private final DjlBackend backend;
    private final Optional<Recipe> recipe;
    private final Consumer<? super TrainingEvent> events;
    private final Settings settings;
    private Optional<Controller> controller = Optional.empty();
    private Optional<TraceRecorder> recorder = Optional.empty();
    private final StepBoundary boundary = new StepBoundary();
    private final Losses losses = new Losses();
    private final Losses validationLosses = new Losses();
    private ChanceLoss chance = new ChanceLoss(LabelMoments.NONE);
    private double loss = Double.NaN;
    private int epoch;

    /**
     * Starts on a trainer whose model is initialized.
     *
     * @throws UnsupportedByBackendException if DJL cannot do what a policy may ask for
     * @throws IllegalArgumentException if a policy cannot work on this model
     */
    public TrainingRun(
            Trainer trainer, Settings settings, Optional<Recipe> recipe, Consumer<? super TrainingEvent> events) {
        this.trainer = trainer;
        this.recipe = recipe;
        this.events = events;
        this.settings = settings;
        ModelParameters model = new ModelParameters(trainer.getModel().getBlock(), settings.name());
        Requirements requirements = new Requirements(model, settings, recipe);
        this.training = new Training(Program.load(trainer.getDevices()[0]), model, settings);
        this.backend = new DjlBackend(training, requirements);
        try {
            this.controller = recipe.map(present -> Controller.attach(present, backend, this::publish));
            this.recorder = recipe.flatMap(present -> settings.trace().map(file -> TraceRecorder.to(file, present)));
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
    }

    /**
     * Checks, where a batch has passed forward already, that there was nothing to keep from it.
     *
     * @throws IllegalStateException if running statistics should have stayed
     */
    public void requireEarlyEnough() {
        Set<String> held = training.freezing().heldStatistics();
        if (!held.isEmpty()) {
            throw new IllegalStateException("the first batch has changed the frozen running statistics " + held
                    + " already, since DJL does not tell when a trainer is initialized; call optimizer.attach() right"
                    + " after trainer.initialize, or build the optimizer with trainNormalization()");
        }
    }

    private void publish(TrainingEvent event) {
        recorder.ifPresent(trace -> trace.note(event));
        events.accept(event);
    }

    /** Returns the parameters, with their present groups and freezing. */
    public ParameterTable parameters() {
        return backend.parameters();
    }

    /** Returns the bytes that the best weights and their optimizer state take, once they are kept. */
    public long slotBytes() {
        return backend.slotBytes();
    }

    /** Returns the controller, empty where there is no recipe. */
    public Optional<Controller> controller() {
        return controller;
    }

    /** Ends control and drops what was kept; the optimizers go on with the rates they have, frozen stays frozen. */
    public void release() {
        controller = Optional.empty();
        backend.close();
        endTrace();
    }

    private void endTrace() {
        recorder.ifPresent(TraceRecorder::close);
        recorder = Optional.empty();
    }

    /**
     * Saves the run into one file, which appears whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        new CheckpointWriter(training, backend, settings)
                .write(file, epoch, chance.seen(), controller.map(Controller::state));
    }

    /**
     * Goes on with a saved run.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is damaged or does not belong here; nothing has changed then
     * @throws IllegalStateException if this run has made a step already
     */
    public void resume(Path file) throws IOException {
        if (training.step() > 0) {
            throw new IllegalStateException(
                    "this run has made " + training.step() + " updates already; resume right after trainer.initialize");
        }
        try (CheckpointReader saved = CheckpointReader.open(file, training, settings)) {
            Optional<ControlState> state = controlState(saved, file);
            training.continueAt(saved.manifest().step());
            try {
                controller =
                        state.map(present -> Controller.resume(recipe.orElseThrow(), backend, this::publish, present));
            } catch (RuntimeException refused) {
                training.continueAt(0);
                throw refused;
            }
            saved.giveTo(training, backend);
            epoch = saved.manifest().epoch();
            chance = new ChanceLoss(saved.manifest().labels());
        }
    }

    private Optional<ControlState> controlState(CheckpointReader saved, Path file) {
        if (recipe.isPresent() != saved.control().isPresent()) {
            throw new IllegalArgumentException(
                    file + " was saved " + (recipe.isPresent() ? "without" : "with") + " a recipe; resume it likewise");
        }
        return recipe.flatMap(present -> saved.control().map(text -> ControlStateJson.read(text, present)));
    }

    /** Returns a table of the parameters: path, kind, shape, optimizer, rate, frozen, RMS of the weights. */
    public String describe() {
        return TrainingReport.of(training, backend.parameters());
    }

    /** Takes in a batch whose gradients are there, before its update. */
    public void trained(BatchData batch) {
        boundary.next();
        if (!observes()) {
            return;
        }
        losses.add(trainer, batch, 1);
        if (wanted().contains(Measurement.total(Quantity.CONSTANT_LOSS))) {
            chance.observe(
                    trainer.getLoss(),
                    batch.getLabels().values().iterator().next(),
                    batch.getPredictions().values().iterator().next());
        }
    }

    /** Takes in a validation batch. */
    public void validated(BatchData batch) {
        if (observes()) {
            validationLosses.add(trainer, batch, Math.max(1, batch.getBatch().getSize()));
        }
    }

    /** Takes in the end of an epoch. */
    public void epochDone() {
        epoch++;
        OptionalDouble validation = validationLosses.take();
        if (controller.isPresent() && controller.get().listensTo(Moment.EPOCH)) {
            observe(controller.get(), observation(Moment.EPOCH, validation, Measurements.none()));
        }
    }

    /** Returns whether anybody looks at what happens: groups alone do not. */
    private boolean observes() {
        return controller.isPresent()
                && recipe.stream().anyMatch(present -> !present.policies().isEmpty());
    }

    private void observe(Controller control, Observation now) {
        recorder.ifPresent(trace -> trace.write(control.inForce(now)));
        control.observe(now);
    }

    /**
     * Is called once per parameter; the first call of a step updates all of them.
     *
     * @throws IllegalStateException if the recipe needs a loss and no batch was announced, or the trainer's arrays are
     *     no longer the model's
     */
    public void update(String id, NDArray weight) {
        if (!boundary.begins(id)) {
            return;
        }
        training.model().ofId(id).ifPresent(parameter -> requireOwn(parameter, weight));
        training.freezing().writeBack();
        if (!observes()) {
            training.update(new Measuring(training.program(), Set.of(), Map.of()));
            return;
        }
        loss = losses.take()
                .orElseThrow(() -> new IllegalStateException("no loss was seen before this update, and the recipe needs"
                        + " one; train by EasyTrain.trainBatch, or call trainer.notifyListeners(listener ->"
                        + " listener.onTrainingBatch(trainer, batchData)) before trainer.step()"));
        controlled(controller.orElseThrow());
    }

    private void controlled(Controller control) {
        if (control.listensTo(Moment.GRADIENT)) {
            observe(control, observation(Moment.GRADIENT, OptionalDouble.empty(), Measurements.none()));
        }
        Measuring measuring = new Measuring(training.program(), wanted(), backend.groups());
        training.update(measuring);
        Measurements.Builder measured = measuring.result();
        if (measuring.wants(Quantity.CONSTANT_LOSS)) {
            chance.value(trainer.getLoss(), training.program().manager())
                    .ifPresent(value -> measured.total(Quantity.CONSTANT_LOSS, value));
        }
        observe(control, observation(Moment.STEP, OptionalDouble.empty(), measured.build()));
    }

    private Set<Measurement> wanted() {
        return controller
                .map(control -> control.wants(Moment.STEP, training.step() + 1))
                .orElse(Set.of());
    }

    private Observation observation(Moment moment, OptionalDouble validation, Measurements measured) {
        Map<String, Rate> rates = moment == Moment.GRADIENT ? Map.of() : backend.rates();
        return new Observation(moment, training.step(), epoch, loss, validation, rates, measured, List.of());
    }

    private static void requireOwn(Parameter parameter, NDArray weight) {
        NDArray own = parameter.getArray();
        if (own == weight) {
            return;
        }
        if (!own.getDevice().equals(weight.getDevice())) {
            throw new UnsupportedByBackendException("the model is on " + own.getDevice() + " and the trainer on "
                    + weight.getDevice() + "; make the model there, by Model.newInstance(name, device)");
        }
        throw new IllegalStateException("the trainer still holds arrays that the model has replaced; load a model"
                + " before trainer.initialize, or make a new trainer");
    }

    @Override
    public void close() {
        endTrace();
        backend.close();
        training.close();
        training.program().close();
    }
}
