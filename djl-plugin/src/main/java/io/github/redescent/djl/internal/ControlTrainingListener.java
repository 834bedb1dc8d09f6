package io.github.redescent.djl.internal;

import ai.djl.training.Trainer;
import ai.djl.training.listener.DivergenceCheckTrainingListener;
import ai.djl.training.listener.TrainingListener;
import io.github.redescent.Recipe;
import io.github.redescent.control.Policy;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.UnsupportedByBackendException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the optimizer which model it trains, and each batch and epoch of it. */
public final class ControlTrainingListener implements TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlTrainingListener.class);

    private final Settings settings;
    private final Optional<Recipe> recipe;
    private final Consumer<? super TrainingEvent> events;
    private @Nullable Trainer trainer;
    private @Nullable TrainingRun run;

    /** Makes a listener that starts a run when the trainer's model is initialized. */
    public ControlTrainingListener(Settings settings, Optional<Recipe> recipe, Consumer<? super TrainingEvent> events) {
        this.settings = settings;
        this.recipe = recipe;
        this.events = events;
    }

    /** Returns whether a trainer has begun that uses this listener. */
    public boolean isListening() {
        return trainer != null;
    }

    /**
     * Returns the run at hand, and starts it at its first use.
     *
     * @throws IllegalStateException if there is no trainer, or its model is not initialized
     */
    public TrainingRun run() {
        if (trainer == null) {
            throw new IllegalStateException("no trainer uses this optimizer's listeners; add optimizer.listeners() to"
                    + " the training configuration, and call this before the trainer is closed");
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
    public TrainingRun runOfBatch() {
        boolean late = run == null;
        TrainingRun current = run();
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

    private TrainingRun begin(Trainer on) {
        TrainingRun begun = new TrainingRun(on, settings, recipe, events);
        recipe.filter(ControlTrainingListener::hasPolicies).ifPresent(present -> logAttached(present, begun));
        return begun;
    }

    private static boolean hasPolicies(Recipe recipe) {
        return !recipe.policies().isEmpty();
    }

    private static void logAttached(Recipe recipe, TrainingRun begun) {
        LOG.info(
                "{} on {} parameters; the best weights and their optimizer state take up to {} MB more",
                recipe.policies().stream().map(Policy::name).toList(),
                begun.parameters().all().count(),
                begun.slotBytes() >> 20);
    }

    @Override
    public void onTrainingBegin(Trainer begun) {
        if (trainer != null) {
            throw new IllegalStateException("this optimizer is in use by another trainer; close that one first, or give"
                    + " each trainer a ControlledOptimizer of its own");
        }
        requireSupported(begun);
        if (recipe.stream().anyMatch(ControlTrainingListener::hasPolicies)) {
            refuseDivergenceCheck(begun);
        }
        trainer = begun;
        if (begun.getModel().getBlock().isInitialized()) {
            run();
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

    /** Refuses the listener that ends training at the first NaN, before anything can be done about it. */
    private static void refuseDivergenceCheck(Trainer begun) {
        begun.notifyListeners(listener -> {
            if (listener instanceof DivergenceCheckTrainingListener) {
                throw new UnsupportedByBackendException("DivergenceCheckTrainingListener ends training at the first"
                        + " NaN, before the recipe can act; in place of TrainingListener.Defaults add new"
                        + " EpochTrainingListener(), new EvaluatorTrainingListener() and new"
                        + " LoggingTrainingListener()");
            }
        });
    }

    @Override
    public void onTrainingBatch(Trainer current, BatchData batchData) {
        runOfBatch().trained(batchData);
    }

    @Override
    public void onValidationBatch(Trainer current, BatchData batchData) {
        run().validated(batchData);
    }

    @Override
    public void onEpoch(Trainer current) {
        run().epochDone();
    }

    /** Frees what the run owns: a trainer's end is the only one that DJL announces. */
    @Override
    public void onTrainingEnd(Trainer current) {
        trainer = null;
        if (run != null) {
            run.close();
            run = null;
        }
    }
}
