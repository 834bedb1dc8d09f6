package io.github.redescent.djl;

import ai.djl.training.tracker.ParameterTracker;
import io.github.redescent.Recipe;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.djl.optimizer.GradientTreatment;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects what a {@link ControlledOptimizer} may be told besides its spec or groups; not thread-safe. */
public final class ControlledOptimizerBuilder {
    private static final String OWN_RATE = "rate";

    private final Map<String, ParameterTracker> trackers = new HashMap<>();
    private final Optional<LoneGroups> groups;
    private OptimizerSpec spec;
    private Optional<Recipe> recipe = Optional.empty();
    private GradientTreatment treatment = GradientTreatment.NONE;
    private boolean trainNormalization;
    private Optional<Path> trace = Optional.empty();
    private final List<RunWatcher> watchers = new ArrayList<>();
    private Consumer<? super TrainingEvent> events = event -> {};

    ControlledOptimizerBuilder(OptimizerSpec spec) {
        this.groups = Optional.empty();
        this.spec = spec;
    }

    ControlledOptimizerBuilder(ParameterGroups groups) {
        LoneGroups lone = new LoneGroups(groups);
        this.groups = Optional.of(lone);
        this.spec = lone.spec();
    }

    /** Lets a recipe control the optimizer; default is none. */
    public ControlledOptimizerBuilder recipe(Recipe controlling) {
        recipe = Optional.of(controlling);
        return this;
    }

    /**
     * Takes a tracker of DJL's in place of the spec's rate. Trackers may remember: give it to one optimizer.
     *
     * @throws IllegalStateException if the builder has groups in place of a spec
     */
    public ControlledOptimizerBuilder rate(ParameterTracker tracker) {
        if (groups.isPresent()) {
            throw new IllegalStateException("groups have a rate each; name the tracker by schedule(name, tracker), and"
                    + " give LearningRate.host(name) to the groups' optimizers");
        }
        spec = spec.withRate(LearningRate.host(OWN_RATE));
        return schedule(OWN_RATE, tracker);
    }

    /** Binds a tracker to the name of a {@code LearningRate.host(name)}. */
    public ControlledOptimizerBuilder schedule(String name, ParameterTracker tracker) {
        trackers.put(name, tracker);
        return this;
    }

    /**
     * Multiplies every gradient, before clipping; default 1. DJL's losses are means, so it is seldom needed.
     *
     * @throws IllegalArgumentException if the factor is not positive and finite
     */
    public ControlledOptimizerBuilder rescale(double factor) {
        treatment = treatment.withRescale(factor);
        return this;
    }

    /**
     * Limits the size of every gradient entry, both ways; default is no limit.
     *
     * @throws IllegalArgumentException if the limit is not positive and finite
     */
    public ControlledOptimizerBuilder clipValue(double limit) {
        treatment = treatment.withClipValue(limit);
        return this;
    }

    /**
     * Limits the Euclidean norm of all gradients together, after clipping by value, as PyTorch's
     * {@code clip_grad_norm_}; default is no limit. Needs the listeners.
     *
     * @throws IllegalArgumentException if the limit is not positive and finite
     */
    public ControlledOptimizerBuilder clipNorm(double limit) {
        treatment = treatment.withClipNorm(limit);
        return this;
    }

    /**
     * Lets the running statistics of frozen parameters go on, as DJL has it; by default what is frozen by groups or a
     * policy keeps them. Either way a normalisation in training mode uses the statistics of the batch.
     */
    public ControlledOptimizerBuilder trainNormalization() {
        trainNormalization = true;
        return this;
    }

    /** Records the run's observations as a trace, which can be judged again without training. */
    public ControlledOptimizerBuilder trace(Path file) {
        trace = Optional.of(file);
        return this;
    }

    /** Tells each event to a consumer, on the training thread; what it throws is reported once. */
    public ControlledOptimizerBuilder events(Consumer<? super TrainingEvent> consumer) {
        events = consumer;
        return this;
    }

    /** Lets somebody look on at the run, such as a report; any number may. One watcher watches one run. */
    public ControlledOptimizerBuilder watch(RunWatcher watcher) {
        watchers.add(watcher);
        return this;
    }

    /**
     * Returns the optimizer.
     *
     * @throws UnsupportedByBackendException if DJL cannot carry a spec out
     * @throws IllegalArgumentException if a rate names a schedule that is not bound, groups and recipe have groups
     *     both, or a trace or a watcher is given without a policy
     */
    public ControlledOptimizer build() {
        Recipe whole = groups.isPresent() ? groups.get().join(recipe) : recipe.orElseGet(LoneGroups::nothing);
        groups.ifPresent(lone -> lone.require(new Trackers(trackers)));
        if ((trace.isPresent() || !watchers.isEmpty()) && whole.policies().isEmpty()) {
            throw new IllegalArgumentException("a trace or a watcher is shown what policies are, and there is none;"
                    + " give the builder a recipe, such as Recipe.of(ResetOnDecay.defaults()).asDryRun()");
        }
        boolean standIn = groups.isPresent() && groups.get().isExhaustive();
        return new ControlledOptimizer(
                new Settings(spec, standIn, whole, trackers, treatment, trainNormalization, trace, watchers), events);
    }
}
