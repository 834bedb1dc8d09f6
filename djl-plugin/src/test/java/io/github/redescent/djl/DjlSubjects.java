package io.github.redescent.djl;

import ai.djl.training.tracker.ParameterTracker;
import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.contract.Subject;
import io.github.redescent.contract.Subjects;
import io.github.redescent.control.Action;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSelector;
import java.io.IOException;
import java.nio.file.Path;

/** Subjects whose rate is a tracker of DJL's, which cannot start anew. */
final class DjlSubjects implements Subjects {
    @Override
    public Subject plain(Schedule schedule) {
        return new DjlSubject(builder(schedule).build(), 0);
    }

    @Override
    public Subject fresh(OptimizerSpec optimizer, double[] weights, int step) {
        LearningRate constant = LearningRate.constant((float) optimizer.rate().at(0)); // as a tracker's
        DjlSubject subject = new DjlSubject(ControlledOptimizer.of(optimizer.withRate(constant)), step);
        subject.assign(weights);
        return subject;
    }

    @Override
    public Subject controlled(Schedule schedule, Recipe recipe) {
        return new DjlSubject(builder(schedule).recipe(recipe).build(), 0);
    }

    @Override
    public Subject resume(Path file, Recipe recipe) throws IOException {
        return new DjlSubject(builder(Schedule.CONSTANT).recipe(recipe).build(), 30).resume(file);
    }

    @Override
    public String firstLayer() {
        return "01Linear/*";
    }

    @Override
    public Recipe impossible() {
        return Recipe.of(ScriptedPolicy.at(1, new Action.RestartSchedule(ParameterSelector.all())));
    }

    private static ControlledOptimizerBuilder builder(Schedule schedule) {
        ParameterTracker tracker =
                (id, update) -> (float) (schedule == Schedule.CONSTANT || update <= HALVED ? RATE : RATE / 2);
        return ControlledOptimizer.builder(OptimizerSpec.adam(1)).rate(tracker);
    }
}
