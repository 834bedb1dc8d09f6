package io.github.redescent.djl.internal;

import ai.djl.training.tracker.ParameterTracker;
import io.github.redescent.optimizer.HostSchedules;
import java.util.Map;

/**
 * DJL's trackers by name. DJL counts updates from 1, the first one included.
 *
 * @param trackers the trackers
 */
public record Schedules(Map<String, ParameterTracker> trackers) {
    /** Copies the map. */
    public Schedules {
        trackers = Map.copyOf(trackers);
    }

    /** Returns the schedules of one parameter. */
    HostSchedules of(String parameterId) {
        return (name, step) -> require(name).getNewValue(parameterId, Math.toIntExact(step + 1));
    }

    /**
     * Returns a tracker.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public ParameterTracker require(String name) {
        ParameterTracker tracker = trackers.get(name);
        if (tracker == null) {
            throw new IllegalArgumentException("no tracker is bound to the schedule \"" + name + "\", only to "
                    + trackers.keySet() + "; bind it with the builder's schedule(name, tracker)");
        }
        return tracker;
    }
}
