package io.github.redescent.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.control.EventHistory;
import io.github.redescent.control.Policy;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.policy.KeepBest;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
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
 * <p>The model's configuration holds stock updaters throughout, so files, clones and transferred nets know nothing of
 * this library; as long as nothing is decided, training stays bit-identical. {@code new ControlListener(recipe)} with
 * {@code addListeners} works too and attaches at the first callback. Not thread-safe: one thread trains at a time.
 */
public final class ControlListener extends BaseTrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);

    private final Recipe recipe;
    private final ControlOptions options;
    private final EventHistory history;
    private @Nullable NetworkRun run;
    private boolean warnedOfPretraining;

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
     * @throws IllegalStateException if the model is not initialised or is controlled already
     * @throws IllegalArgumentException if a policy or a group cannot work on this model
     * @throws io.github.redescent.control.UnsupportedByBackendException if DL4J cannot do what a policy may ask for;
     *     whatever is thrown, the model is as it was
     */
    public static ControlListener attach(Recipe recipe, Model model) {
        return builder(recipe).attach(model);
    }

    /** Returns a builder, for validation data, a loss scale, a trace or an event consumer. */
    public static Builder builder(Recipe recipe) {
        return new Builder(recipe);
    }

    /**
     * Puts the best weights so far back, with their optimizer state, where they are better than the present ones; the
     * learning-rate schedule, and a rate that you have set, stay. Best means the lowest windowed training loss, or the
     * lowest validation loss where there is validation data. A dry run kept nothing, and says so.
     *
     * @throws IllegalStateException if nothing was trained yet or the recipe does not hold {@link KeepBest}
     */
    public void restoreBest() {
        attached().run().controller().restore("restoreBest", KeepBest.SLOT);
    }

    /**
     * Puts the weights back that training had before {@link ReinitializeOnBadRegion} drew the first new ones.
     *
     * @throws IllegalStateException if there was no restart
     */
    public void restoreFirstAttempt() {
        attached().run().controller().restore("restoreFirstAttempt", ReinitializeOnBadRegion.FIRST_ATTEMPT);
    }

    /**
     * Restores the best weights, if any were kept, and ends control as {@link #detachAsIs} does. What is kept is
     * dropped.
     */
    public void detach() {
        if (recipe.dryRun() || attached().run().controller().keptSlots().contains(KeepBest.SLOT)) {
            restoreBest();
        } else {
            LOG.info("no best weights were kept; the present ones stay");
        }
        detachAsIs();
    }

    /**
     * Ends control and leaves the weights as they are: the model trains on by its own updaters, with their state. Rate
     * factors go into their rates. What stock updaters cannot hold is warned of before anything changes: frozen
     * parameters train again, and bias corrections go on with the model's count.
     */
    public void detachAsIs() {
        NetworkRun current = attached();
        current.run();
        current.release();
        current.model().removeListener(this);
        run = null;
    }

    /** Returns all decisions so far, oldest first, but for routine ones; printed, they are lines to read. */
    public List<TrainingEvent.Decided> history() {
        return history.decisions();
    }

    /** Returns the model's parameters, with the groups and the freezing of the moment. */
    public ParameterTable parameters() {
        return attached().run().parameters();
    }

    /** Returns a table of the parameters: path, kind, shape, group, optimizer, rate, frozen, RMS of the weights. */
    public String describe() {
        return attached().run().describe();
    }

    /**
     * Saves model, optimizer state, control state and kept weights into one file, which appears whole or not at all.
     * The heap does not have to hold it.
     *
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if the model was trained without this control noticing
     * @see Dl4jCheckpoint#open
     */
    public void save(Path file) throws IOException {
        Dl4jCheckpoint.write(file, attached());
    }

    @Override
    public void onEpochStart(Model model) {
        runOn(model);
    }

    @Override
    public void onBackwardPass(Model model) {
        runOn(model).ifPresent(NetworkRun::lookAtLabels);
    }

    @Override
    public void onGradientCalculation(Model model) {
        runOn(model).ifPresent(NetworkRun::beforeUpdate);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        runOn(model).ifPresent(current -> current.afterUpdate(iteration));
    }

    @Override
    public void onEpochEnd(Model model) {
        runOn(model).ifPresent(NetworkRun::epochEnded);
    }

    /** Starts controlling a model, anew or from saved state. */
    private NetworkRun start(Network model, Optional<NetworkRun.Saved> saved) {
        Requirements.checkModel(model);
        model.listeners().forEach(listener -> requireNotInControl(listener, model));
        NetworkRun started = new NetworkRun(model, recipe, options, history, this, saved);
        run = started;
        model.listenToPretraining(this);
        LOG.info(
                "{} on {} parameters; the best weights and their optimizer state take up to {} MB more",
                recipe.policies().stream().map(Policy::name).toList(),
                started.run().parameters().all().count(),
                started.host().slotBytes() >> 20);
        if (!started.host().given().isEmpty()) {
            LOG.info(
                    "{} were given, not drawn: a restart goes back to them",
                    started.host().given());
        }
        return started;
    }

    private void requireNotInControl(TrainingListener other, Network model) {
        if (other != this
                && other instanceof ControlListener control
                && control.run != null
                && control.run.model().model() == model.model()) {
            throw new IllegalStateException("another ControlListener controls this model already; put all policies "
                    + "into one recipe, or detach the other one before");
        }
    }

    private Optional<NetworkRun> runOn(Model model) {
        NetworkRun current = run;
        if (current == null) {
            if (!(model instanceof MultiLayerNetwork || model instanceof ComputationGraph)) {
                warnOfPretraining();
                return Optional.empty();
            }
            current = start(Network.of(model), Optional.empty());
        }
        if (current.model().model() == model) {
            return Optional.of(current);
        }
        if (model instanceof MultiLayerNetwork || model instanceof ComputationGraph) {
            current.ignore();
        } else {
            warnOfPretraining();
        }
        return Optional.empty();
    }

    private void warnOfPretraining() {
        if (!warnedOfPretraining) {
            warnedOfPretraining = true;
            LOG.warn("layer-wise pretraining is not controlled: DL4J trains layers apart from their network. Control "
                    + "begins, or goes on, with fit(…)");
        }
    }

    private NetworkRun attached() {
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
            options = options.withValidation(model -> new DataSetLossCalculator(data, true).calculateScore(model));
            return this;
        }

        /** Measures the validation loss of a graph on this data after each epoch; the mean score per example. */
        public Builder validation(MultiDataSetIterator data) {
            options = options.withValidation(model -> new DataSetLossCalculator(data, true).calculateScore(model));
            return this;
        }

        /** Records the run's observations as a trace, which can be judged again without training. */
        public Builder trace(Path file) {
            options = options.withTrace(file);
            return this;
        }

        /** Lets somebody look on: a report, a dashboard's log, a progress bar. */
        public Builder watch(RunWatcher watcher) {
            options = options.withWatcher(watcher);
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
         * @throws IllegalArgumentException if it is {@code NoOp}
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
            return attach(model, Optional.empty());
        }

        ControlListener attach(Model model, Optional<NetworkRun.Saved> saved) {
            ControlListener listener = build();
            Network network = Network.of(model);
            listener.start(network, saved);
            network.addListener(listener);
            return listener;
        }
    }
}
