package io.github.redescent.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.control.ControlState;
import io.github.redescent.control.EventHistory;
import io.github.redescent.control.Policy;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.dl4j.internal.Dl4jBackend;
import io.github.redescent.dl4j.internal.Dl4jModel;
import io.github.redescent.dl4j.internal.Requirements;
import io.github.redescent.dl4j.internal.UpdaterTable;
import io.github.redescent.parameter.ParameterReport;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.policy.KeepBest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.IUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Controls the training of one {@code MultiLayerNetwork} or {@code ComputationGraph} by a recipe.
 *
 * <pre>{@code
 * ControlListener control = ControlListener.attach(recipe, net);
 * net.fit(data, 20);
 * control.restoreBest();
 * }</pre>
 *
 * <p>Attaching exchanges the model's updaters for ones with clocks of their own and keeps their state; as long as
 * nothing is decided, training stays bit-identical. {@code new ControlListener(recipe)} with {@code addListeners} works
 * too and attaches at the first callback. Not thread-safe: it belongs to the thread that trains.
 */
public final class ControlListener extends BaseTrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);

    private final Recipe recipe;
    private final ControlOptions options;
    private final EventHistory history;
    private @Nullable ControlledRun run;

    /** Makes a listener that attaches itself to the model that first calls it. */
    public ControlListener(Recipe recipe) {
        this(recipe, ControlOptions.DEFAULTS);
    }

    private ControlListener(Recipe recipe, ControlOptions options) {
        this.recipe = recipe;
        this.options = options;
        this.history = new EventHistory(LOG::info, LOG::debug, options.events());
    }

    /**
     * Attaches a recipe to a model, new or already trained, and adds the listener to it.
     *
     * @throws IllegalStateException if the model is not initialised
     * @throws IllegalArgumentException if a policy cannot work on this model
     * @throws io.github.redescent.control.UnsupportedByBackendException if DL4J cannot do what a policy may ask for
     */
    public static ControlListener attach(Recipe recipe, Model model) {
        return builder(recipe).attach(model);
    }

    /** Returns a builder, for validation data, a loss scale, a trace or an event consumer. */
    public static Builder builder(Recipe recipe) {
        return new Builder(recipe);
    }

    /**
     * Puts the best weights so far back, with their optimizer state; the learning-rate schedule stays where it is. Best
     * means the lowest windowed training loss, or the lowest validation loss where there is validation data.
     *
     * @throws IllegalStateException if nothing was trained yet or the recipe does not hold {@link KeepBest}
     */
    public void restoreBest() {
        attached().controller().restore("restoreBest", KeepBest.SLOT);
    }

    /**
     * Restores the best weights and gives the model its stock updaters and their state back, so that a saved file needs
     * no class of this library. What is kept is dropped. A stock updater has one clock: if its moments were reset
     * lately, its bias correction is off for the steps that follow.
     *
     * @throws IllegalStateException as {@link #restoreBest}
     * @throws io.github.redescent.control.UnsupportedByBackendException as {@link #detachAsIs}
     */
    public void detach() {
        restoreBest();
        detachAsIs();
    }

    /**
     * Gives the model its stock updaters back and leaves the weights as they are.
     *
     * @throws io.github.redescent.control.UnsupportedByBackendException if no stock updater does the same: a parameter
     *     is frozen or has heavy-ball momentum, or a rate factor cannot be put into its schedule; the listener stays
     *     attached then
     */
    public void detachAsIs() {
        ControlledRun current = attached();
        current.backend().release();
        current.model().removeListener(this);
        current.close();
        run = null;
    }

    /** Returns all decisions so far, oldest first, but for routine ones such as a warm-up's steps. */
    public List<TrainingEvent.Decided> history() {
        return history.decisions();
    }

    /** Returns the model's parameters, with the groups and the freezing of the moment. */
    public ParameterTable parameters() {
        return attached().backend().parameters();
    }

    /** Returns a table of the parameters: path, kind, shape, group, optimizer, rate, frozen, RMS of the weights. */
    public String describe() {
        Dl4jBackend backend = attached().backend();
        return ParameterReport.of(backend.parameters(), backend::optimizer, backend::rate, backend::rootMeanSquare);
    }

    /**
     * Saves model, optimizer state, control state and kept weights into one file, which appears whole or not at all.
     *
     * @throws IOException if it cannot be written
     * @see Dl4jCheckpoint#open
     */
    public void save(Path file) throws IOException {
        CheckpointWriter.write(file, attached());
    }

    @Override
    public void onEpochStart(Model model) {
        runOn(model);
    }

    @Override
    public void onGradientCalculation(Model model) {
        runOn(model).beforeUpdate();
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        runOn(model).afterUpdate(iteration);
    }

    @Override
    public void onEpochEnd(Model model) {
        runOn(model).epochEnded();
    }

    /** Starts controlling a model, anew or from saved state. */
    void start(Dl4jModel model, Optional<ControlState> saved, Consumer<Dl4jBackend> prepare) {
        Requirements.checkModel(model);
        model.listeners().forEach(listener -> requireNotInControl(listener, model));
        Dl4jBackend backend = new Dl4jBackend(model, new UpdaterTable(options.updaters()));
        prepare.accept(backend);
        run = new ControlledRun(recipe, options, backend, model, saved, history);
        LOG.info(
                "{} on {} parameters; the best weights and their optimizer state take up to {} MB more",
                recipe.policies().stream().map(Policy::name).toList(),
                backend.parameters().all().count(),
                backend.slotBytes() >> 20);
    }

    private void requireNotInControl(TrainingListener other, Dl4jModel model) {
        if (other != this
                && other instanceof ControlListener control
                && control.run != null
                && control.run.model().model() == model.model()) {
            throw new IllegalStateException("another ControlListener controls this model already; put all policies "
                    + "into one recipe, or detach the other one before");
        }
    }

    private ControlledRun runOn(Model model) {
        ControlledRun current = run;
        if (current == null) {
            start(Dl4jModel.of(model), Optional.empty(), backend -> {});
            current = attached();
        }
        current.requireSame(model);
        return current;
    }

    private ControlledRun attached() {
        if (run == null) {
            throw new IllegalStateException(
                    "the listener is not attached; use ControlListener.attach, or train after addListeners");
        }
        return run;
    }

    /** Collects what a listener may be told besides the recipe; not thread-safe. */
    public static final class Builder {
        private final Recipe recipe;
        private ControlOptions options = ControlOptions.DEFAULTS;

        private Builder(Recipe recipe) {
            this.recipe = recipe;
        }

        /**
         * Multiplies every loss before anything looks at it. DL4J sums the score of a recurrent output over time steps,
         * so {@code 1.0 / timeSteps} makes it a loss per step.
         *
         * @throws IllegalArgumentException if the scale is not positive and finite
         */
        public Builder lossScale(double scale) {
            options = options.withLossScale(scale);
            return this;
        }

        /** Measures the validation loss on this data after each epoch; the mean score per example. */
        public Builder validation(DataSetIterator data) {
            options = options.withValidation(data);
            return this;
        }

        /** Records the run's observations as a trace, which can be judged again without training. */
        public Builder trace(Path file) {
            options = options.withTrace(file);
            return this;
        }

        /** Tells each event to a consumer, on the training thread; what it throws is reported once. */
        public Builder events(Consumer<? super TrainingEvent> consumer) {
            options = options.withEvents(consumer);
            return this;
        }

        /**
         * Binds a stock updater to the name that the recipe's {@code OptimizerSpec.host(name)} calls it by; it is
         * copied.
         *
         * @throws IllegalArgumentException if it is {@code NoOp} or a controlled updater
         */
        public Builder updater(String name, IUpdater updater) {
            options = options.withUpdater(name, updater);
            return this;
        }

        Recipe recipe() {
            return recipe;
        }

        /** Returns a listener to add to a model; it attaches itself at the first callback. */
        public ControlListener build() {
            return new ControlListener(recipe, options);
        }

        /**
         * Attaches the listener to a model and adds it.
         *
         * @throws IllegalStateException as {@link ControlListener#attach}
         */
        public ControlListener attach(Model model) {
            return attach(model, Optional.empty(), backend -> {});
        }

        ControlListener attach(Model model, Optional<ControlState> saved, Consumer<Dl4jBackend> prepare) {
            ControlListener listener = build();
            Dl4jModel wrapped = Dl4jModel.of(model);
            listener.start(wrapped, saved, prepare);
            wrapped.addListener(listener);
            return listener;
        }
    }
}
