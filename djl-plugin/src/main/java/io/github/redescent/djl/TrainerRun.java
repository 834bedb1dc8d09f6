package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListener.BatchData;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.djl.optimizer.FusedOptimizer;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.spi.ControlledRun;
import io.github.redescent.spi.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One trainer's run: turns what DJL tells the optimizer and its listener into updates of the model, and tells core of
 * them. Not thread-safe. Owns native memory until it or the trainer is closed.
 */
final class TrainerRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerRun.class);

    private final Trainer trainer;
    private final Settings settings;
    private final RunOptions options;
    private final DjlModel model;
    private final StepBoundary boundary;
    private final ObservedLoss losses;
    private final ValidationLoss validation;
    private final ConstantLoss constant = new ConstantLoss();
    private final FusedOptimizer strays;
    private ControlledRun run;
    private boolean watched;
    private boolean saidStray;
    private boolean saidUnseen;
    private long step;
    private int epoch;

    /**
     * Starts on a trainer whose model is initialized.
     *
     * @throws UnsupportedByBackendException if DJL cannot do what a policy may ask for; nothing has changed then
     * @throws IllegalArgumentException if a policy or a group cannot work on this model; likewise
     */
    TrainerRun(Trainer trainer, Settings settings, TrainingListener own, Consumer<? super TrainingEvent> events) {
        this.trainer = trainer;
        this.settings = settings;
        this.watched = settings.watched();
        this.options = new RunOptions(settings.trace(), events, LOG::warn, settings.watchers());
        KeptWeights.freeIn(trainer.getModel());
        ModelParameters parameters = new ModelParameters(trainer.getModel().getBlock(), settings.name());
        Program program = Program.load(trainer.getManager(), trainer.getDevices()[0]);
        try {
            this.losses = new ObservedLoss(trainer, program, own);
            this.validation = new ValidationLoss(trainer, program);
            this.boundary = new StepBoundary(program, parameters.optimized());
            this.model = new DjlModel(program, parameters, settings, constant::value);
            this.strays =
                    FusedOptimizer.of(settings.spec(), settings.treatment().withoutClipNorm(), settings.trackers());
            this.run = ControlledRun.start(settings.recipe(), model, options, 0, 0);
            model.keptBy(run.books());
        } catch (RuntimeException refused) {
            program.close();
            throw refused;
        }
    }

    ControlledRun control() {
        return run;
    }

    DjlModel model() {
        return model;
    }

    /**
     * Checks, where a batch has passed forward already, that there was nothing to keep from it.
     *
     * @throws IllegalStateException if running statistics should have stayed
     */
    void requireEarlyEnough() {
        Set<String> held = model.freezing().heldStatistics();
        if (!held.isEmpty()) {
            throw new IllegalStateException("the first batch has changed the frozen running statistics " + held
                    + " already, since DJL does not tell when a trainer is initialized; call optimizer.attach() right"
                    + " after trainer.initialize, or build the optimizer with trainNormalization()");
        }
    }

    /** Ends control and drops what was kept; the optimizers go on with the rates they have, frozen stays frozen. */
    void release() {
        watched = false;
        run.close();
    }

    /** Takes in a batch whose gradients are there, before its update. */
    void trained(BatchData batch) {
        boundary.next();
        if (!watched) {
            return;
        }
        losses.batch(batch);
        if (run.controller().wants(Moment.STEP, step + 1).contains(Measurement.total(Quantity.CONSTANT_LOSS))) {
            constant.observe(trainer.getLoss(), batch, model.program());
        }
    }

    /** Takes in a validation batch. */
    void validated(BatchData batch) {
        if (watched && run.listensToEpochs()) {
            validation.batch(batch);
        }
    }

    /** Takes in the end of an epoch. */
    void epochDone() {
        epoch++;
        OptionalDouble loss = validation.take();
        if (watched) {
            run.epochEnded(epoch, loss);
        }
    }

    /**
     * Is called once per parameter; the first call of a step updates all of them.
     *
     * @throws IllegalStateException if the trainer's arrays are no longer the model's
     */
    void update(String id, NDArray weight, NDArray gradient) {
        TrainedParameter asked = model.model().ofId(id);
        if (asked == null) {
            updateStray(id, weight, gradient);
            return;
        }
        if (!boundary.begins(asked)) {
            return;
        }
        requireOwn(asked, weight);
        try {
            boundary.begun(asked);
            if (makeStep()) {
                boundary.changed(asked);
            }
        } catch (RuntimeException | Error failed) {
            boundary.next();
            throw failed;
        }
    }

    /** What the trainer trains and the model's blocks do not list is trained too, out of control's reach. */
    private void updateStray(String id, NDArray weight, NDArray gradient) {
        if (!saidStray) {
            saidStray = true;
            LOG.warn(
                    "the trainer trains a parameter of shape {} that no block of the model lists; it is updated by {},"
                            + " and no policy sees it",
                    weight.getShape(),
                    settings.name());
        }
        strays.update(id, weight, gradient);
    }

    /** Makes one update, and returns whether something was decided on it. */
    private boolean makeStep() {
        OptionalDouble loss = watched ? losses.take() : OptionalDouble.empty();
        run.books().at(step, epoch);
        if (watched && loss.isEmpty()) {
            sayUnseen();
        }
        model.beginUpdate(step);
        try {
            if (loss.isPresent()) {
                run.beforeUpdate(step, epoch, loss.getAsDouble());
            }
            model.update(loss.isPresent() && run.books().skipsUpdate());
            step++;
            run.books().at(step, epoch);
            long version = run.books().version();
            if (loss.isPresent()) {
                run.afterUpdate(step, epoch);
            }
            return run.books().version() != version;
        } finally {
            model.endUpdate();
        }
    }

    private void sayUnseen() {
        if (!saidUnseen) {
            saidUnseen = true;
            LOG.warn(
                    "update {} is made and no policy sees it, since no batch was announced before it or its loss is not"
                            + " known; train by EasyTrain.trainBatch, or call trainer.notifyListeners(listener ->"
                            + " listener.onTrainingBatch(trainer, batchData)) before trainer.step()",
                    step + 1);
        }
    }

    private static void requireOwn(TrainedParameter parameter, NDArray weight) {
        NDArray own = parameter.weight();
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

    /** Returns whether a parameter is the model's. */
    boolean owns(String id) {
        return model.model().ofId(id) != null;
    }

    /**
     * Saves the run into one file, which appears whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    void save(Path file) throws IOException {
        Checkpoint.write(file, this.run.state(epoch), model, settings, constant);
    }

    /**
     * Goes on with a saved run.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is damaged or does not belong here; nothing has changed then
     * @throws IllegalStateException if this run has made a step already
     */
    void resume(Path file) throws IOException {
        if (step > 0) {
            throw new IllegalStateException(
                    "this run has made " + step + " updates already; resume right after trainer.initialize");
        }
        try (Checkpoint saved = Checkpoint.open(file, settings)) {
            saved.requireFitting(model, run.books().all());
            model.freezing().undo();
            ControlledRun next = ControlledRun.resume(settings.recipe(), model, options, saved.run());
            run.close();
            run = next;
            model.keptBy(run.books());
            step = saved.run().control().step();
            epoch = saved.run().epoch();
            saved.giveTo(model, constant);
        }
    }

    /** Frees all but the kept weights, which are returned if the model is still there to take them back. */
    Optional<KeptWeights> end() {
        Optional<KeptWeights> kept = KeptWeights.of(trainer.getModel(), model);
        close();
        return kept;
    }

    @Override
    public void close() {
        run.close();
        strays.close();
        model.close();
    }
}
