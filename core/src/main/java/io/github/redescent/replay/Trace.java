package io.github.redescent.replay;

import io.github.redescent.control.Observation;
import java.util.List;

/**
 * A recorded run.
 *
 * @param header what is known of the run
 * @param observations what was observed after its updates, in order of their steps; a validation loss belongs to the
 *     epoch that ended before the step it stands at
 */
public record Trace(TraceHeader header, List<Observation> observations) {
    /** Copies the list. */
    public Trace {
        observations = List.copyOf(observations);
    }

    /** Returns the last step, 0 if there is none. */
    public long lastStep() {
        return observations.isEmpty()
                ? 0
                : observations.get(observations.size() - 1).step();
    }
}
