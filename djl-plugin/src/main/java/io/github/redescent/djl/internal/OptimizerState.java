package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.redescent.control.ResetMode;
import java.util.List;

/**
 * One parameter's optimizer state: a tensor per slot, of the weight's shape and type, with its clocks. Resetting writes
 * into the same memory, so it costs none. Owns native memory until closed.
 */
final class OptimizerState implements AutoCloseable {
    private final Program program;
    private final List<Slot> slots;
    private final NDList tensors = new NDList();
    private Clocks clocks = Clocks.NEW;

    /** Makes the state of a brand-new optimizer. */
    OptimizerState(Program program, Rule rule, NDArray weight) {
        this.program = program;
        this.slots = rule.slots();
        NDManager manager = program.manager();
        for (Slot slot : slots) {
            tensors.add(manager.zeros(weight.getShape(), weight.getDataType(), weight.getDevice()));
            fill(slot);
        }
    }

    Clocks clocks() {
        return clocks;
    }

    void tick() {
        clocks = clocks.tick();
    }

    NDArray tensor(int slot) {
        return tensors.get(slot);
    }

    /** Returns whether it is the state of such a weight. */
    boolean fits(NDArray weight) {
        return tensors.stream()
                .allMatch(tensor -> tensor.getShape().equals(weight.getShape())
                        && tensor.getDataType() == weight.getDataType()
                        && tensor.getDevice().equals(weight.getDevice()));
    }

    /** Makes moments and clocks forget as the mode says. */
    void reset(ResetMode mode) {
        for (Slot slot : slots) {
            if (Clocks.restarts(mode, slot.moment())) {
                fill(slot);
            } else if (mode instanceof ResetMode.Shrink shrink) {
                with(slot, "scale", shrink.factor());
            }
        }
        clocks = clocks.after(mode);
    }

    /** Brings back tensors, in the order of the slots, and clocks; the tensors are copied. */
    void assign(NDList values, Clocks saved) {
        if (!slots.isEmpty()) {
            try (TensorList own = TensorList.of(tensors);
                    TensorList from = TensorList.of(values)) {
                program.run("assign", List.of(own, from));
            }
        }
        clocks = saved;
    }

    /** Takes over another state's first tensor, multiplied, with its clock; the rest stays. */
    void takeFirst(OptimizerState from, double factor) {
        try (TensorList own = TensorList.of(List.of(tensors.get(0)));
                TensorList other = TensorList.of(List.of(from.tensors.get(0)))) {
            program.run("assign", List.of(own, other));
            program.run("scale", List.of(own), factor);
        }
        clocks = new Clocks(from.clocks.first(), clocks.second());
    }

    /** Returns copies of the tensors, in the order of the slots. */
    NDList copy() {
        NDList copies = new NDList();
        tensors.forEach(tensor -> copies.add(tensor.duplicate()));
        return copies;
    }

    private void fill(Slot slot) {
        with(slot, "fill", slot.start());
    }

    private void with(Slot slot, String method, double number) {
        try (TensorList list = TensorList.of(List.of(tensors.get(slots.indexOf(slot))))) {
            program.run(method, List.of(list), number);
        }
    }

    @Override
    public void close() {
        tensors.close();
    }
}
