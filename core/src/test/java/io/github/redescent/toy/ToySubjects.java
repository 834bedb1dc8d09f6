package io.github.redescent.toy;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.contract.Subject;
import io.github.redescent.contract.Subjects;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.spi.CheckpointFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Toy nets for the contract. */
final class ToySubjects implements Subjects {
    private static final Recipe NOTHING =
            new Recipe(List.of(), ParameterGroups.unchanged(), 0, OptionalLong.empty(), false);

    @Override
    public Subject plain(Schedule schedule) {
        return controlled(schedule, NOTHING);
    }

    @Override
    public Subject fresh(OptimizerSpec optimizer, double[] weights, int step) {
        ToySubject subject = subject(
                Schedule.CONSTANT, NOTHING.withGroups(ParameterGroups.builder().otherwise(optimizer)));
        subject.batch = step;
        int next = 0;
        for (ToyNet.Tensor tensor : subject.net.tensors) {
            System.arraycopy(weights, next, tensor.values, 0, tensor.values.length);
            next += tensor.values.length;
        }
        return subject;
    }

    @Override
    public Subject controlled(Schedule schedule, Recipe recipe) {
        return subject(schedule, recipe);
    }

    private static ToySubject subject(Schedule schedule, Recipe recipe) {
        try {
            return new ToySubject(schedule, recipe, Optional.empty());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public Subject resume(Path file, Recipe recipe) throws IOException {
        try (CheckpointFile saved = CheckpointFile.open(file, ToySubject.FORMAT)) {
            return new ToySubject(Schedule.CONSTANT, recipe, Optional.of(saved));
        }
    }

    @Override
    public String firstLayer() {
        return "hidden/**";
    }

    @Override
    public Recipe impossible() {
        return Recipe.of(ScriptedPolicy.at(
                1, new Action.UseOptimizer(ParameterSelector.all(), OptimizerSpec.rAdam(0.1), Handover.FRESH)));
    }
}
