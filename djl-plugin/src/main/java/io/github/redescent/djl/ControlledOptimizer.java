package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Optimizer;
import io.github.redescent.Recipe;
import io.github.redescent.control.EventHistory;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.djl.optimizer.FusedOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.policy.KeepBest;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An optimizer for DJL on PyTorch whose rules are PyTorch's, fused and in place, and that a {@link Recipe} can control:
 * reset, re-initialise, change rates, freeze, switch, keep the best weights.
 *
 * <pre>{@code
 * var optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-3), recipe);
 * Trainer trainer = model.newTrainer(optimizer.control(config));
 * }</pre>
 *
 * <p>With its listeners, one native call per step updates all parameters. Without them it updates parameter by
 * parameter, as any optimizer of DJL's, and nothing can be controlled. State belongs to one trainer and is freed when
 * that is closed. One device; not thread-safe: it belongs to the thread that trains.
 */
public final class ControlledOptimizer extends Optimizer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlledOptimizer.class);

    private final Settings settings;
    private final EventHistory history;
    private final RunListener listener;
    private @Nullable FusedOptimizer alone;

    ControlledOptimizer(Settings settings, Consumer<? super TrainingEvent> events) {
        super(new Plain());
        this.settings = settings;
        this.history = new EventHistory(LOG::info, LOG::debug, events);
        this.listener = new RunListener(settings, history);
    }

    /**
     * Returns a plain, fast optimizer that nothing controls.
     *
     * @throws UnsupportedByBackendException if DJL cannot carry the spec out
     */
    public static ControlledOptimizer of(OptimizerSpec spec) {
        return builder(spec).build();
    }

    /**
     * Returns an optimizer under a recipe's control; add its {@link #listeners} too.
     *
     * @throws UnsupportedByBackendException if DJL cannot carry the spec out
     */
    public static ControlledOptimizer of(OptimizerSpec spec, Recipe recipe) {
        return builder(spec).recipe(recipe).build();
    }

    /**
     * Returns an optimizer that gives each group of parameters its own; add its {@link #listeners} too.
     *
     * @throws UnsupportedByBackendException if DJL cannot carry a spec out
     * @throws IllegalArgumentException if the groups keep an optimizer for some parameters, and there is none
     */
    public static ControlledOptimizer of(ParameterGroups groups) {
        return builder(groups).build();
    }

    /**
     * Returns an optimizer that gives each group of parameters its own, under a recipe's control; add its
     * {@link #listeners} too.
     *
     * @throws UnsupportedByBackendException as {@link #of(ParameterGroups)}
     * @throws IllegalArgumentException likewise, or if the recipe has other groups already
     */
    public static ControlledOptimizer of(ParameterGroups groups, Recipe recipe) {
        return builder(groups).recipe(recipe).build();
    }

    /** Returns a builder, for clipping, rescaling, trackers, a trace or an event consumer. */
    public static ControlledOptimizerBuilder builder(OptimizerSpec spec) {
        return new ControlledOptimizerBuilder(spec);
    }

    /**
     * Returns a builder for groups that need no other optimizer.
     *
     * @throws IllegalArgumentException as {@link #of(ParameterGroups)}
     */
    public static ControlledOptimizerBuilder builder(ParameterGroups groups) {
        return new ControlledOptimizerBuilder(groups);
    }

    /**
     * Lets this optimizer train what a configuration is for: sets it and adds its listeners, whatever other listeners
     * there are or will be.
     *
     * @return the configuration
     */
    public DefaultTrainingConfig control(DefaultTrainingConfig config) {
        if (DivergenceCheck.isAnsweredBy(settings.recipe())) {
            DivergenceCheck.replaceIn(config.getTrainingListeners());
        }
        if (!config.getTrainingListeners().contains(listener)) {
            config.addTrainingListeners(listener);
        }
        return config.optOptimizer(this);
    }

    /** Returns what to add to the training configuration, at any place in it; {@link #control} does. */
    public TrainingListener[] listeners() {
        return new TrainingListener[] {listener};
    }

    /**
     * Is called by DJL once per parameter. The first call of a step updates all parameters and leaves all gradients at
     * zero; what the recipe decides on this step is done when it returns.
     *
     * @throws IllegalStateException if the recipe has groups, or gradients are to be clipped by their common norm, and
     *     the listeners were not added
     * @throws UnsupportedByBackendException if the weight is not PyTorch's
     * @throws io.github.redescent.control.TrainingStoppedException if a policy ended the run
     */
    @Override
    public void update(String parameterId, NDArray weight, NDArray grad) {
        if (listener.isListening()) {
            listener.runOfUpdate().update(parameterId, weight, grad);
        } else {
            alone().update(parameterId, weight, grad);
        }
    }

    /** Without listeners nobody knows the model: parameters are updated one by one, all by one rule. */
    private FusedOptimizer alone() {
        if (alone == null) {
            if (!settings.recipe().groups().isEmpty()) {
                throw new IllegalStateException("groups need to know the model; call optimizer.control(config) before"
                        + " newTrainer, or add optimizer.listeners() to the training configuration");
            }
            if (settings.treatment().clipNorm().isPresent()) {
                throw new IllegalStateException("clipNorm needs all gradients of a step at once; call"
                        + " optimizer.control(config) before newTrainer, or add optimizer.listeners() to the training"
                        + " configuration");
            }
            if (settings.watched()) {
                LOG.warn("nothing watches this training, and no policy acts: the optimizer's listeners are not in the"
                        + " training configuration; call optimizer.control(config) before newTrainer");
            }
            alone = FusedOptimizer.of(settings.spec(), settings.treatment(), settings.trackers());
        }
        return alone;
    }

    /**
     * Attaches the recipe now. It is attached by itself, to a model that is initialized before its trainer is made at
     * once, else at the first batch; call this right after {@code trainer.initialize} to learn of errors before.
     *
     * @throws IllegalStateException if there is no trainer, or its model is not initialized
     * @throws IllegalArgumentException if a policy or a group cannot work on this model
     * @throws UnsupportedByBackendException if DJL cannot do what a policy may ask for, or what a group needs
     */
    public void attach() {
        listener.run();
    }

    /**
     * Puts the best weights so far back, with their optimizer state; the schedule stays where it is. After the trainer
     * is closed, by an exception of the program's say, the weights can still be had while their model is open.
     *
     * @throws IllegalStateException if there is no recipe or nothing was kept, or the model is closed
     */
    public void restoreBest() {
        restore("restoreBest", KeepBest.SLOT);
    }

    /**
     * Puts the first attempt's weights back, as they were before a policy drew them anew.
     *
     * @throws IllegalStateException as {@link #restoreBest}
     */
    public void restoreFirstAttempt() {
        restore("restoreFirstAttempt", ReinitializeOnBadRegion.FIRST_ATTEMPT);
    }

    private void restore(String who, String slot) {
        if (!settings.watched()) {
            throw new IllegalStateException("this optimizer has no recipe that keeps weights; make it by"
                    + " ControlledOptimizer.of(spec, recipe), with KeepBest in it (Recipe.of adds it)");
        }
        if (!listener.isListening() && listener.ended().isPresent()) {
            listener.ended().get().restore(slot);
        } else {
            listener.run().control().controller().restore(who, slot);
        }
    }

    /**
     * Restores the best weights and ends control: what was kept is dropped, the optimizer goes on with the rates it
     * has.
     *
     * @throws IllegalStateException as {@link #restoreBest}
     */
    public void detach() {
        restoreBest();
        detachAsIs();
    }

    /**
     * Ends control and leaves the weights as they are.
     *
     * @throws IllegalStateException if there is no trainer
     */
    public void detachAsIs() {
        listener.run().release();
    }

    /**
     * Saves weights, optimizer state, clocks, control state and kept weights into one file, which appears whole or not
     * at all. Call it before the trainer is closed.
     *
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if there is no trainer
     */
    public void save(Path file) throws IOException {
        listener.run().save(file);
    }

    /**
     * Goes on with a saved run. Call it right after {@code trainer.initialize}; the weights are the saved ones then.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is damaged, or of another model, optimizer or recipe; the message names
     *     what differs, and nothing has changed
     * @throws IllegalStateException if there is no trainer, or it has made a step already
     */
    public void resume(Path file) throws IOException {
        listener.run().resume(file);
    }

    /** Returns all decisions so far, oldest first, but for routine ones; it can be read after the trainer is closed. */
    public List<TrainingEvent.Decided> history() {
        return history.decisions();
    }

    /**
     * Returns the parameters, with the groups and the freezing of this moment.
     *
     * @throws IllegalStateException as {@link #describe}
     */
    public ParameterTable parameters() {
        return listener.run().control().parameters();
    }

    /**
     * Returns a table of the parameters: path, kind, shape, optimizer, rate, frozen, RMS of the weights.
     *
     * @throws IllegalStateException before the trainer is initialized, after it is closed, or without listeners
     */
    public String describe() {
        return listener.run().control().describe();
    }

    /** Frees what updates without listeners hold; with listeners, closing the trainer frees everything. */
    @Override
    public void close() {
        if (alone != null) {
            alone.close();
            alone = null;
        }
    }

    private static final class Plain extends OptimizerBuilder<Plain> {
        @Override
        protected Plain self() {
            return this;
        }
    }
}
