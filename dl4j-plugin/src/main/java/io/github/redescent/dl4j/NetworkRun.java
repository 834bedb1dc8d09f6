package io.github.redescent.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.spi.ControlledRun;
import io.github.redescent.spi.RunOptions;
import io.github.redescent.spi.SavedRun;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One recipe at work on one model: turns DL4J's callbacks into what core wants to know, and notices their absence. */
final class NetworkRun implements LiveUpdater.UpdateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);

    /** Losses without a number that a policy may wait for before it acts. */
    private static final int BAD_BATCHES = 2;

    private final Network model;
    private final NetworkHost host;
    private final ControlOptions options;
    private final ControlListener listener;
    private final ControlledRun run;
    /** Copies of a model may be trained on several threads. */
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    private final boolean rescues;
    private boolean announced;
    private int badInARow;
    private double lastFinite = Double.NaN;
    private long penalisedAt = -1;
    private boolean penalised;

    /** Prepares a model's tensors for a saved run. */
    interface Saved {
        /** Returns updaters by name as JSON, to be bound before the model is looked at. */
        NamedUpdaters updaters(NamedUpdaters users);

        /** Gives the host what was saved, and returns what core remembered. */
        SavedRun giveBack(NetworkHost host);
    }

    /** Starts, or goes on with a saved run; refuses before anything is changed. */
    NetworkRun(
            Network model,
            Recipe recipe,
            ControlOptions options,
            Consumer<TrainingEvent> events,
            ControlListener listener,
            Optional<Saved> saved) {
        this.model = model;
        this.options = options;
        this.listener = listener;
        this.rescues = !recipe.dryRun()
                && recipe.policies().stream()
                        .flatMap(policy -> policy.repertoire().stream())
                        .anyMatch(Action.RedrawWeights.class::isInstance);
        NamedUpdaters users = new NamedUpdaters(options.updaters());
        NamedUpdaters updaters = saved.map(run -> run.updaters(users)).orElse(users);
        this.host = new NetworkHost(model, updaters, this, options.lossScale());
        RunOptions told = new RunOptions(options.trace(), events, LOG::warn, options.watchers());
        try {
            this.run = saved.isPresent()
                    ? ControlledRun.resume(recipe, host, told, saved.get().giveBack(host))
                    : ControlledRun.start(recipe, host, told, model.iteration(), model.epoch());
        } catch (RuntimeException refused) {
            host.rollBack();
            throw refused;
        }
        host.install(run.books());
    }

    Network model() {
        return model;
    }

    NetworkHost host() {
        return host;
    }

    /** Returns the run, with whatever the user has changed meanwhile. */
    ControlledRun run() {
        noteUsersChanges();
        return run;
    }

    /** The backward pass is done, and the layers still have their labels. */
    void lookAtLabels() {
        host.constant().look();
    }

    /** The gradient is there, the update is not: weights and score belong together. */
    void beforeUpdate() {
        noteUsersChanges();
        host.install(run.books());
        host.gradientsDivided(false);
        announce(model.iteration());
    }

    private void announce(int iteration) {
        announced = true;
        double loss = loss();
        if (Double.isFinite(loss)) {
            lastFinite = loss;
        }
        run.beforeUpdate(iteration, model.epoch(), loss);
    }

    /** The update is done; what is decided now is in force before the next forward pass. */
    void afterUpdate(int iteration) {
        if (!announced) {
            return;
        }
        announced = false;
        host.forgetReplaced();
        try {
            run.afterUpdate(iteration + 1L, model.epoch());
        } finally {
            repairScore();
        }
    }

    /**
     * Early stopping ends a run by its score, which is of weights that were replaced, or of a batch that may prove to
     * be one bad batch; what stays bad shows.
     */
    private void repairScore() {
        boolean bad = !Double.isFinite(model.model().score());
        badInARow = bad ? badInARow + 1 : 0;
        boolean rescued = host.replacedWeights() || (rescues && badInARow <= BAD_BATCHES);
        if (bad && rescued && Double.isFinite(lastFinite)) {
            model.setScore(lastFinite / options.lossScale());
        }
    }

    /** An epoch is done; DL4J counts it only after its listeners. */
    void epochEnded() {
        noteUsersChanges();
        host.refreshConfiguration();
        if (run.listensToEpochs()) {
            OptionalDouble validation = options.validation()
                    .map(loss -> OptionalDouble.of(loss.applyAsDouble(model.model()) * options.lossScale()))
                    .orElse(OptionalDouble.empty());
            run.epochEnded(model.epoch() + 1, validation);
        }
    }

    /** Returns the batch's loss without penalty terms. */
    private double loss() {
        if (penalisedAt != run.books().version()) {
            penalisedAt = run.books().version();
            penalised = model.penalty() != 0
                    || host.all().stream().anyMatch(each -> !each.penalties().isEmpty());
        }
        double score = model.model().score();
        return (penalised ? score - model.penalty() : score) * options.lossScale();
    }

    @Override
    public void beforeBlock(int iteration, int epoch) {
        if (announced) {
            return;
        }
        if (!model.listeners().contains(listener)) {
            LOG.warn(
                    "setListeners has dropped the ControlListener at iteration {}; it is back in place, after the "
                            + "others. To end control call detach(); to add listeners call addListeners",
                    iteration);
            model.addListener(listener);
            host.gradientsDivided(true);
            announce(iteration);
        } else {
            once(
                    "external",
                    "updates are made by a loop of the program's own (external errors, or a call of the "
                            + "updater), without DL4J telling its listeners: optimizers, rates and freezing hold, and nothing "
                            + "is observed or decided. Train with fit(…) to have the run controlled");
            run.books().at(iteration, epoch);
        }
    }

    /** A model that is not ours calls the listener. */
    void ignore() {
        once(
                "other",
                "another model trains with this ControlListener and is not controlled by it: a graph's clone shares "
                        + "the original's listeners, and ParallelWrapper trains copies. Nothing is decided for it; "
                        + "attach the recipe to each model that is to be controlled, and train it by fit(…)");
    }

    private void once(String kind, String message) {
        if (said.add(kind)) {
            LOG.warn(message);
        }
    }

    private void noteUsersChanges() {
        host.noteUsersChanges(model.iteration(), model.epoch()).forEach((name, exchanged) -> {
            ParameterSet on = new ParameterSet(exchanged);
            LOG.warn("the updater of {} has been exchanged for {}; control goes on with it", on.paths(), name);
            run.books().use(on, OptimizerSpec.host(name), Handover.FRESH);
            on.paths().forEach(path -> host.setRate(path, name));
        });
    }

    /**
     * Returns how many updates the model has had that are in the books.
     *
     * @throws IllegalStateException if it has had others since
     */
    long requireSeen() {
        long seen = run.books().step();
        if (model.iteration() > seen) {
            throw new IllegalStateException("the model has had " + (model.iteration() - seen)
                    + " updates that this control has not seen: its listener was dropped, or copies were trained; "
                    + "train one batch with fit(…), or attach anew");
        }
        return seen;
    }

    /** Gives the model stock updaters back and ends. */
    void release() {
        host.release(run.books(), LOG::warn);
        run.close();
    }
}
