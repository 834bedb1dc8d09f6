package io.github.redescent.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.contract.Subject;
import io.github.redescent.contract.Subjects;
import io.github.redescent.control.Action.UseOptimizer;
import io.github.redescent.control.Handover;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.Sgd;
import io.github.redescent.parameter.ParameterSelector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Subjects of one kind of network.
 *
 * @param build makes a network with an updater
 * @param reopen takes it out of a checkpoint
 */
record Dl4jSubjects(Function<IUpdater, Model> build, Function<Dl4jCheckpoint, Model> reopen) implements Subjects {
    @Override
    public Subject plain(Schedule schedule) {
        return new Dl4jSubject(build.apply(adam(schedule)), Optional.empty(), 0);
    }

    @Override
    public Subject fresh(OptimizerSpec optimizer, double[] weights, int step) {
        Model model = build.apply(stock(optimizer));
        model.params().assign(Nd4j.create(weights, new long[] {1, weights.length}, DataType.FLOAT));
        return new Dl4jSubject(model, Optional.empty(), step);
    }

    @Override
    public Subject controlled(Schedule schedule, Recipe recipe) {
        Model model = build.apply(adam(schedule));
        return new Dl4jSubject(model, Optional.of(ControlListener.attach(recipe, model)), 0);
    }

    @Override
    public Subject resume(Path file, Recipe recipe) throws IOException {
        try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(file)) {
            Model model = reopen.apply(saved);
            ControlListener control = saved.resume(recipe, model);
            return new Dl4jSubject(model, Optional.of(control), 30);
        }
    }

    @Override
    public String firstLayer() {
        return "layer0/*";
    }

    @Override
    public Recipe impossible() {
        return Recipe.of(new ScriptedPolicy(Map.of(
                10L, List.of(new UseOptimizer(ParameterSelector.all(), OptimizerSpec.rAdam(RATE), Handover.FRESH)))));
    }

    private static IUpdater stock(OptimizerSpec spec) {
        double rate = spec.rate().at(0);
        if (spec instanceof Sgd sgd) {
            return sgd.nesterov() ? new Nesterovs(rate, sgd.momentum()) : new org.nd4j.linalg.learning.config.Sgd(rate);
        }
        return new Adam(rate);
    }

    private static IUpdater adam(Schedule schedule) {
        return schedule == Schedule.CONSTANT
                ? new Adam(RATE)
                : new Adam(new MapSchedule(ScheduleType.ITERATION, Map.of(0, RATE, HALVED, RATE / 2)));
    }
}
