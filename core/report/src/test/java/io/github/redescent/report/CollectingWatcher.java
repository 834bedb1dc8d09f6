package io.github.redescent.report;

import io.github.redescent.control.Observation;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;

/** Hands a run to a collector without a page. */
record CollectingWatcher(RunCollector collector) implements RunWatcher {
    @Override
    public void observed(Observation now) {
        collector.observed(now);
    }

    @Override
    public void happened(TrainingEvent event) {
        collector.happened(event);
    }
}
