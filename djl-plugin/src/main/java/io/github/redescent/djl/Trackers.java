package io.github.redescent.djl;

import ai.djl.training.tracker.ParameterTracker;
import ai.djl.training.tracker.Tracker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * DJL's trackers by name, asked once per step and in step order, since they may remember. The number that they are
 * asked with is the one that DJL's own optimizers count: the updates of the parameter that has had most.
 */
final class Trackers {
    private final Map<String, ParameterTracker> bound;
    private final Map<String, Integer> updates = new HashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private List<TrainedParameter> all = List.of();
    private long lag;
    private long most;

    private record Answer(long number, double rate) {}

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

    /** Notes that the coming update is for those of a model's parameters that train. */
    void count(List<TrainedParameter> optimized, long step) {
        all = optimized;
        for (TrainedParameter parameter : optimized) {
            if (parameter.trains()) {
                updates.merge(parameter.path(), 1, Integer::sum);
            }
        }
        most = most();
        lag = step + 1 - most;
    }

    private long most() {
        return updates.values().stream().mapToInt(count -> count).max().orElse(0);
    }

    /** Returns the updates of each parameter so far, by path. */
    Map<String, Integer> updates() {
        return Map.copyOf(updates);
    }

    /** Goes on with the updates of a saved run. */
    void resume(Map<String, Integer> saved, long step) {
        updates.clear();
        updates.putAll(saved);
        most = most();
        lag = step - most;
    }

    /**
     * Returns the rate of an update.
     *
     * @param step updates since the schedule began, from 0
     * @throws IllegalArgumentException if there is no tracker of this name
     */
    double rate(String name, TrainedParameter parameter, long step) {
        ParameterTracker tracker = require(name);
        long number = Math.max(1, step + 1 - lag);
        String key = tellApart(name) ? name + ' ' + parameter.path() : name;
        Answer last = answers.get(key);
        boolean foreseen = last != null && number > most && areTakingTurns();
        if (last == null || (last.number() != number && !foreseen)) {
            last = new Answer(number, tracker.getNewValue(parameter.id(), Math.toIntExact(number)));
            answers.put(key, last);
        }
        return last.rate();
    }

    /** Where parameters that rest have had fewer updates, the next update may have this one's number again. */
    private boolean areTakingTurns() {
        for (TrainedParameter parameter : all) {
            int own = updates.getOrDefault(parameter.path(), 0);
            if (own > 0 && own < most && !parameter.parameter().requiresGradient()) {
                return true;
            }
        }
        return false;
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
