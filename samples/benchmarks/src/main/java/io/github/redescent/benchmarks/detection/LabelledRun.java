package io.github.redescent.benchmarks.detection;

import io.github.redescent.replay.Trace;

/**
 * A recorded run with its outcome.
 *
 * @param task what was to be learned
 * @param cause what was done to the run
 * @param bad whether it came to nothing; else it came to something
 * @param trace what was recorded
 */
record LabelledRun(String task, String cause, boolean bad, Trace trace) {
    String name() {
        return trace.header().name();
    }

    long plannedSteps() {
        return trace.header().plannedSteps().orElse(trace.lastStep());
    }
}
