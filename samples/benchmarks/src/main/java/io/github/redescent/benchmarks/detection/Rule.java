package io.github.redescent.benchmarks.detection;

import io.github.redescent.replay.Trace;
import java.util.OptionalLong;

/** Says when a run looks bad. */
interface Rule {
    /** Returns the step of the alarm, empty if there is none. */
    OptionalLong alarm(Trace trace);
}
