package io.github.redescent.djl.internal;

import io.github.redescent.control.Rate;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.HostSchedules;
import io.github.redescent.optimizer.LearningRate;

/** One parameter's learning rate: the schedule, where it began, and the factors in force. */
final class RateClock {
    private final LearningRate schedule;
    private final HostSchedules host;
    private long origin;
    private double lasting = 1;
    private double passing = 1;

    RateClock(LearningRate schedule, HostSchedules host) {
        this.schedule = schedule;
        this.host = host;
    }

    /** Returns the rate of the update that follows {@code step} updates of the run. */
    Rate at(long step) {
        return new Rate(schedule.at(step - origin, host), lasting, passing);
    }

    void factor(double product, Span span) {
        if (span == Span.LASTING) {
            lasting = product;
        } else {
            passing = product;
        }
    }

    long origin() {
        return origin;
    }

    /** Lets the schedule begin at a step of the run. */
    void restartAt(long step) {
        origin = step;
    }
}
