package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters that one call of the program updates: the same optimizer, rate, clocks and type. The lists that the
 * program takes are kept from step to step, since making them costs as much as updating a small tensor.
 */
final class Batch implements AutoCloseable {
    private final Program program;
    private final List<TrainedParameter> members;
    private final List<NDArray> listed;
    private final TensorList weights;
    private final List<TensorList> states = new ArrayList<>();

    Batch(Program program, List<TrainedParameter> members) {
        this.program = program;
        this.members = List.copyOf(members);
        this.listed = members.stream().map(TrainedParameter::weight).toList();
        this.weights = TensorList.of(listed);
        for (int i = 0; i < members.get(0).rule().slots().size(); i++) {
            int slot = i;
            states.add(TensorList.of(members.stream()
                    .map(member -> member.state(program).tensor(slot))
                    .toList()));
        }
    }

    /** Divides parameters into batches, in order. */
    static List<Batch> of(Program program, List<TrainedParameter> parameters, long step) {
        Map<Key, List<TrainedParameter>> groups = new LinkedHashMap<>();
        for (TrainedParameter parameter : parameters) {
            groups.computeIfAbsent(Key.of(parameter, step), key -> new ArrayList<>())
                    .add(parameter);
        }
        return groups.values().stream().map(group -> new Batch(program, group)).toList();
    }

    List<TrainedParameter> members() {
        return members;
    }

    /** Returns whether its members are still alike, and their weights those that it listed. */
    boolean holds(long step) {
        Key first = Key.of(members.get(0), step);
        for (int i = 0; i < listed.size(); i++) {
            if (members.get(i).weight() != listed.get(i)
                    || !Key.of(members.get(i), step).equals(first)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the real gradients; close the list. */
    TensorList gradients() {
        return program.tensors("gradients", weights);
    }

    /** Updates all members by one call, which leaves the gradients at zero. */
    void update(TensorList gradients, long step) {
        TrainedParameter any = members.get(0);
        members.forEach(member -> member.state(program).tick());
        double[] numbers = any.rule()
                .numbers()
                .at(
                        any.rate().at(step).effective(),
                        any.clocks().first(),
                        any.clocks().second());
        List<TensorList> lists = new ArrayList<>(states.size() + 2);
        lists.add(weights);
        lists.add(gradients);
        lists.addAll(states);
        program.run(any.rule().method(), lists, numbers);
    }

    @Override
    public void close() {
        weights.close();
        states.forEach(TensorList::close);
    }

    /** What the members of a batch share. */
    private record Key(OptimizerSpec optimizer, double rate, Clocks clocks, DataType type) {
        static Key of(TrainedParameter parameter, long step) {
            return new Key(
                    parameter.assignment().optimizer(),
                    parameter.rate().at(step).effective(),
                    parameter.clocks(),
                    parameter.weight().getDataType());
        }
    }
}
