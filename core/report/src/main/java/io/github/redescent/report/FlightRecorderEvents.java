package io.github.redescent.report;

import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;

/**
 * Emits a Java Flight Recorder event per step ({@code io.github.redescent.Step}) and per decision
 * ({@code io.github.redescent.Decision}), so that Mission Control shows control beside garbage collection and CPU load.
 * Costs next to nothing while no recording runs. Used by the training thread alone.
 */
public final class FlightRecorderEvents implements RunWatcher {
    private StepEvent step = new StepEvent();

    /** Makes a watcher of one run. */
    public FlightRecorderEvents() {
        step.begin();
    }

    @Override
    public void observed(Observation now) {
        if (now.moment() != Moment.STEP) {
            return;
        }
        step.end(); // from the step before to this one
        if (step.shouldCommit()) {
            step.step = now.step();
            step.epoch = now.epoch();
            step.loss = now.loss();
            step.constantLoss = now.measured().total(Quantity.CONSTANT_LOSS).orElse(Double.NaN);
            step.rate = now.rates().values().stream()
                    .mapToDouble(Rate::effective)
                    .max()
                    .orElse(Double.NaN);
            step.commit();
        }
        step = new StepEvent();
        step.begin();
    }

    @Override
    public void happened(TrainingEvent event) {
        DecisionEvent decision = new DecisionEvent();
        if (!decision.isEnabled()) {
            return;
        }
        decision.step = event.step();
        decision.what = event.describe();
        if (event instanceof TrainingEvent.Decided decided) {
            decision.policy = decided.policy();
            decision.rule = decided.decision().because().rule();
            decision.fate = Mark.inWords(decided.fate());
            decision.routine = decided.decision().routine();
        }
        decision.commit();
    }

    @Override
    public String toString() {
        return "the Flight Recorder events";
    }
}
