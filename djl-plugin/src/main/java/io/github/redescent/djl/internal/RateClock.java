package io.github.redescent.djl.internal;

import io.github.redescent.control.Rate;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.HostSchedules;

/** One parameter's learning rate: where its schedule began, and the factors in force. */
final class RateClock {
    private final HostSchedules host;
    private Assignment assignment;
    private long restarted;
    private double lasting = 1;
    private double passing = 1;

    RateClock(Assignment assignment, HostSchedules host) {
        this.assignment = assignment;
        this.host = host;
    }

    /** Goes by another optimizer's schedule from now on. */
    void follow(Assignment next) {
        assignment = next;
    }

    /** Returns the rate of the update that follows {@code step} updates of the run. */
    Rate at(long step) {
        long origin = Math.max(assignment.origin(), restarted);
        return new Rate(assignment.optimizer().rate().at(step - origin, host), lasting, passing);
    }

    void factor(double product, Span span) {
        if (span == Span.LASTING) {
            lasting = product;
        } else {
            passing = product;
        }
    }

    /** Returns the step of the last restart, 0 if there was none. */
    long restarted() {
        return restarted;
    }

    /** Lets every schedule that the parameter has or gets back begin at a step of the run, if not later. */
    void restartAt(long step) {
        restarted = step;
    }
}
