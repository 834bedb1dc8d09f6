package io.github.redescent.report;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Keeps a run's last steps, to be looked at by {@link Autopsy#of(BlackBox)} after a bad one or on demand. Used by the
 * training thread alone.
 */
public final class BlackBox implements RunWatcher {
    private static final int KEPT = 256;
    private static final int USUAL_INTERVAL = 16;
    private static final Set<Measurement> PER_TENSOR = Set.of(
            Measurement.perTensor(Quantity.GRADIENT_NORM),
            Measurement.perTensor(Quantity.UPDATE_NORM),
            Measurement.perTensor(Quantity.PARAMETER_NORM));

    private final Deque<Observation> recent = new ArrayDeque<>();
    private final int interval;
    private int epoch = -1;
    private long epochBegan;

    private BlackBox(int interval) {
        this.interval = interval;
    }

    /** Returns one that measures each tensor at every 16th step. */
    public static BlackBox measuringNowAndThen() {
        return new BlackBox(USUAL_INTERVAL);
    }

    /**
     * Returns one that measures each tensor at every so many steps.
     *
     * @param steps at least 1, which never misses a bad step and costs a copy of the weights at each
     * @throws IllegalArgumentException if the steps are not positive
     */
    public static BlackBox measuringEvery(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps + "; 1 measures at each step");
        }
        return new BlackBox(steps);
    }

    @Override
    public Set<Measurement> wants(long step) {
        return step % interval == 0 ? PER_TENSOR : Set.of();
    }

    @Override
    public void observed(Observation now) {
        if (now.moment() != Moment.STEP) {
            return;
        }
        if (now.epoch() != epoch) {
            epoch = now.epoch();
            epochBegan = now.step();
        }
        recent.add(now);
        if (recent.size() > KEPT) {
            recent.remove();
        }
    }

    @Override
    public void happened(TrainingEvent event) {}

    /** Returns the last observations after an update, 256 at most, oldest first. */
    List<Observation> recent() {
        return List.copyOf(recent);
    }

    /** Returns the place of a step's batch in the epoch that is on, from 1; 0 if it was of an earlier epoch. */
    long placeInEpoch(Observation step) {
        return step.epoch() == epoch ? step.step() - epochBegan + 1 : 0;
    }

    @Override
    public String toString() {
        return "the black box";
    }
}
