package io.github.redescent.dl4j;

import io.github.redescent.control.UnsupportedByBackendException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/** Stock updaters by the names that a recipe, or a run's books, call them: the user's, and those found on the model. */
final class NamedUpdaters {
    private final Map<String, IUpdater> byName = new LinkedHashMap<>();

    NamedUpdaters(Map<String, IUpdater> users) {
        byName.putAll(users);
    }

    /** Returns the name of an updater: the one that an equal updater has, or its kind's with a number. */
    String nameOf(IUpdater updater) {
        for (Map.Entry<String, IUpdater> known : byName.entrySet()) {
            if (known.getValue().equals(updater)) {
                return known.getKey();
            }
        }
        String kind = updater.getClass().getSimpleName();
        String name = kind;
        for (int number = 2; byName.containsKey(name); number++) {
            name = kind + '-' + number;
        }
        byName.put(name, copy(updater));
        return name;
    }

    /**
     * Returns the updater of a name.
     *
     * @throws IllegalArgumentException if none is bound to it; the message says how
     */
    IUpdater get(String name) {
        IUpdater bound = byName.get(name);
        if (bound == null) {
            throw new IllegalArgumentException("no updater is bound to the name \"" + name + "\", there are "
                    + byName.keySet() + "; attach with ControlListener.builder(recipe).updater(\"" + name
                    + "\", new Nesterovs(1e-3, 0.9))");
        }
        return bound;
    }

    /** Returns whether a name is bound. */
    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Returns all names. */
    Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** Returns the rate of an updater's own schedule, NaN if it has none. */
    double rate(String name, long step, int epoch) {
        IUpdater updater = get(name);
        return updater.hasLearningRate() ? updater.getLearningRate(Math.toIntExact(step), epoch) : Double.NaN;
    }

    /** Returns an updater as JSON. */
    String json(String name) {
        try {
            return NeuralNetConfiguration.mapper().writerFor(IUpdater.class).writeValueAsString(get(name));
        } catch (JsonProcessingException e) {
            throw new UnsupportedByBackendException("the updater " + name
                    + " cannot be saved, nor can a configuration that holds it: " + e.getMessage());
        }
    }

    /** Binds a saved updater, unless its name is bound. */
    void bind(String name, String json) {
        try {
            byName.putIfAbsent(name, NeuralNetConfiguration.mapper().readValue(json, IUpdater.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not an updater: " + json, e);
        }
    }

    /** Copies an updater; AdaGrad's own clone loses its schedule. */
    static IUpdater copy(IUpdater updater) {
        IUpdater copy = updater.clone();
        if (updater instanceof AdaGrad adaGrad) {
            copy.setLrAndSchedule(adaGrad.getLearningRate(), adaGrad.getLearningRateSchedule());
        }
        return copy;
    }
}
