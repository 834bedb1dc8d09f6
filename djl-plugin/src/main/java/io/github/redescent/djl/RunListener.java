package io.github.redescent.djl;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.UnsupportedByBackendException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the optimizer which model it trains, and each batch and epoch of it. */
final class RunListener implements TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunListener.class);

    private final Settings settings;
    private final Consumer<? super TrainingEvent> events;
    private final Set<Trainer> earlier = new HashSet<>();
    private @Nullable Trainer trainer;
    private @Nullable TrainerRun run;
    private Optional<KeptWeights> ended = Optional.empty();
    private double firstWeights = Double.NaN;
    private boolean updated;

    /** Makes a listener that starts a run when the trainer's model is initialized. */
    RunListener(Settings settings, Consumer<? super TrainingEvent> events) {
        this.settings = settings;
        this.events = events;
    }

    /** Returns whether a trainer has begun that uses this listener. */
    boolean isListening() {
        return trainer != null;
    }

    /** Returns what the last run has left, if it has ended. */
    Optional<KeptWeights> ended() {
        return ended;
    }

    /**
     * Returns the run at hand, and starts it at its first use.
     *
     * @throws IllegalStateException if there is no trainer, or its model is not initialized
     */
    TrainerRun run() {
        if (trainer == null) {
            throw new IllegalStateException("no trainer uses this optimizer's listeners; call optimizer.control(config)"
                    + " before newTrainer, and this before the trainer is closed");
        }
        if (run == null) {
            run = begin(trainer);
        }
        return run;
    }

    /**
     * Returns the run for a batch at hand; otherwise as {@link #run}.
     *
     * @throws IllegalStateException likewise, or if the run had to begin before this batch
     */
    private TrainerRun runOfBatch() {
        boolean late = run == null;
        TrainerRun current = run();
        if (late) {
            try {
                current.requireEarlyEnough();
            } catch (IllegalStateException tooLate) {
                current.close();
                run = null;
                throw tooLate;
            }
        }
        return current;
    }

    /** Returns the run for an update at hand; otherwise as {@link #run}. */
    TrainerRun runOfUpdate() {
        updated = true;
        return runOfBatch();
    }

    private TrainerRun begin(Trainer on) {
        TrainerRun begun = new TrainerRun(on, settings, this, settings.watched() ? events : event -> {});
        if (settings.watched()) {
            LOG.info(
                    "the best weights and their optimizer state take up to {} MB more",
                    begun.model().slotBytes() >> 20);
        }
        return begun;
    }

    @Override
    public void onTrainingBegin(Trainer begun) {
        if (begun == trainer) {
            return; // some programs announce it themselves, after DJL has
        }
        requireSupported(begun);
        requireOnce(begun);
        if (DivergenceCheck.isAnsweredBy(settings.recipe())) {
            DivergenceCheck.replaceIn(begun);
        }
        giveUpEarlier();
        ended = Optional.empty();
        firstWeights = Double.NaN;
        updated = false;
        trainer = begun;
        if (begun.getModel().getBlock().isInitialized()) {
            try {
                run();
            } catch (RuntimeException refused) {
                trainer = null;
                throw refused;
            }
        }
    }

    /** A trainer that nobody closed does not keep the optimizer from the next. */
    private void giveUpEarlier() {
        earlier.removeIf(any -> !any.getManager().isOpen());
        if (trainer != null) {
            earlier.add(trainer);
        }
        if (run != null) {
            run.close();
            run = null;
        }
    }

    private static void requireSupported(Trainer begun) {
        String engine = begun.getManager().getEngine().getEngineName();
        if (!engine.equals("PyTorch")) {
            throw new UnsupportedByBackendException("only DJL's PyTorch engine can be controlled, got " + engine
                    + "; put ai.djl.pytorch:pytorch-engine on the class path");
        }
        if (begun.getDevices().length != 1) {
            throw new UnsupportedByBackendException("only one device can be controlled, got "
                    + Arrays.toString(begun.getDevices()) + "; set config.optDevices(new Device[] {Device.cpu()}) or"
                    + " one GPU");
        }
    }

    private void requireOnce(Trainer begun) {
        int[] times = {0};
        begun.notifyListeners(listener -> times[0] += listener == this ? 1 : 0);
        if (times[0] > 1) {
            throw new IllegalStateException("the training configuration has this optimizer's listeners " + times[0]
                    + " times, so that each batch and epoch would count as often; call addTrainingListeners(optimizer"
                    + ".listeners()) or optimizer.control(config), and that once");
        }
    }

    private void requirePresent(Trainer current) {
        if (current != trainer && earlier.contains(current)) {
            throw new IllegalStateException("this optimizer went over to another trainer when that was made; give each"
                    + " trainer that trains at the same time a ControlledOptimizer of its own");
        }
    }

    @Override
    public void onTrainingBatch(Trainer current, BatchData batchData) {
        requirePresent(current);
        TrainerRun present = runOfBatch();
        if (!updated) {
            requireOwnUpdates(present);
        }
        present.trained(batchData);
    }

    /** Weights that have changed since the first batch, without an update of ours, have another optimizer. */
    private void requireOwnUpdates(TrainerRun present) {
        double weights = present.model().weightsSum();
        if (Double.isNaN(firstWeights)) {
            firstWeights = weights;
        } else if (weights != firstWeights) {
            throw new IllegalStateException("the trainer updates its weights by another optimizer than the one whose"
                    + " listeners it has, so nothing would be controlled; set config.optOptimizer(optimizer), or call"
                    + " optimizer.control(config), which does both");
        }
    }

    @Override
    public void onValidationBatch(Trainer current, BatchData batchData) {
        requirePresent(current);
        run().validated(batchData);
    }

    @Override
    public void onEpoch(Trainer current) {
        requirePresent(current);
        run().epochDone();
    }

    /** Frees what the run owns: a trainer's end is the only one that DJL announces. */
    @Override
    public void onTrainingEnd(Trainer current) {
        earlier.remove(current);
        if (current != trainer) {
            return;
        }
        trainer = null;
        if (run != null) {
            TrainerRun last = run;
            run = null;
            ended = last.end();
        }
    }
}
