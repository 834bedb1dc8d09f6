package io.github.redescent.contract;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Has each tensor measured at every step, and keeps what it is shown after updates. */
public final class Onlooker implements RunWatcher {
    private final List<Observation> seen = new ArrayList<>();
    private final List<TrainingEvent> events = new ArrayList<>();

    @Override
    public Set<Measurement> wants(long step) {
        return Set.of(
                Measurement.perTensor(Quantity.GRADIENT_NORM),
                Measurement.perTensor(Quantity.UPDATE_NORM),
                Measurement.perTensor(Quantity.PARAMETER_NORM));
    }

    @Override
    public void observed(Observation now) {
        if (now.moment() == Moment.STEP) {
            seen.add(now);
        }
    }

    @Override
    public void happened(TrainingEvent event) {
        events.add(event);
    }

    /** Returns the observations, oldest first. */
    public List<Observation> seen() {
        return seen;
    }

    /** Returns the events, oldest first. */
    public List<TrainingEvent> events() {
        return events;
    }
}
