package io.github.redescent.djl;

import ai.djl.training.tracker.ParameterTracker;
import ai.djl.training.tracker.Tracker;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * DJL's trackers by name, asked once per step and in step order, since they may remember. The number that they are
 * asked with is the one that DJL's own optimizers count: the updates of the parameter that has had most.
 */
final class Trackers {
    private final Map<String, ParameterTracker> bound;
    private final Map<String, Integer> updates = new HashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private long lag;

    private record Answer(int number, double rate) {}

    Trackers(Map<String, ParameterTracker> bound) {
        this.bound = Map.copyOf(bound);
    }

    /** Returns whether any rate comes from here. */
    boolean isEmpty() {
        return bound.isEmpty();
    }

    /** Returns whether a tracker may give each parameter another rate. */
    boolean tellApart(String name) {
        return !name.isEmpty() && !(bound.get(name) instanceof Tracker);
    }

    /** Notes which parameters the coming update is for. */
    void count(Collection<TrainedParameter> asked, long step) {
        for (TrainedParameter parameter : asked) {
            updates.merge(parameter.path(), 1, Integer::sum);
        }
        long most = updates.values().stream().mapToInt(count -> count).max().orElse(1);
        lag = step + 1 - most;
    }

    /** Returns the updates of each parameter so far, by path. */
    Map<String, Integer> updates() {
        return Map.copyOf(updates);
    }

    /** Goes on with the updates of a saved run. */
    void resume(Map<String, Integer> saved, long step) {
        updates.clear();
        updates.putAll(saved);
        lag = step - saved.values().stream().mapToInt(count -> count).max().orElse(0);
    }

    /**
     * Returns the rate of an update.
     *
     * @param step updates since the schedule began, from 0
     * @throws IllegalArgumentException if there is no tracker of this name
     */
    double rate(String name, TrainedParameter parameter, long step) {
        ParameterTracker tracker = require(name);
        int number = Math.toIntExact(Math.max(1, step + 1 - lag));
        String key = tellApart(name) ? name + ' ' + parameter.path() : name;
        Answer last = answers.get(key);
        if (last == null || last.number() != number) {
            last = new Answer(number, tracker.getNewValue(parameter.id(), number));
            answers.put(key, last);
        }
        return last.rate();
    }

    /**
     * Returns a tracker.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    ParameterTracker require(String name) {
        ParameterTracker tracker = bound.get(name);
        if (tracker == null) {
            throw new IllegalArgumentException("no tracker is bound to the schedule \"" + name + "\", only to "
                    + bound.keySet() + "; bind it with the builder's schedule(name, tracker)");
        }
        return tracker;
    }
}
