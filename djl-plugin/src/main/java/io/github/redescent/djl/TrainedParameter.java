package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.github.redescent.djl.optimizer.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One parameter of the model with the tensors that its optimizer keeps for it, made at its first update. */
final class TrainedParameter {
    private final String path;
    private final Parameter parameter;
    private @Nullable NDArray weight;
    private List<NDArray> state = List.of();
    private boolean reached;
    private boolean held;

    TrainedParameter(String path, Parameter parameter) {
        this.path = path;
        this.parameter = parameter;
    }

    String path() {
        return path;
    }

    Parameter parameter() {
        return parameter;
    }

    String id() {
        return parameter.getId();
    }

    /** Returns the weight that the model has now. */
    NDArray weight() {
        return parameter.getArray();
    }

    /** Returns whether the model still has its weight: a closed one has not. */
    boolean isAlive() {
        return parameter.isInitialized() && !parameter.getArray().isReleased();
    }

    /** Returns whether control keeps it from training, whatever the host's own flag says. */
    boolean held() {
        return held;
    }

    void hold(boolean keepFromTraining) {
        held = keepFromTraining;
    }

    /** Returns whether an optimizer may move it now. */
    boolean trains() {
        return !held && parameter.requiresGradient();
    }

    /** Returns whether a backward pass has ever reached its weight. Asks the engine only until it has. */
    boolean reached() {
        NDArray current = weight();
        if (weight != current) {
            requireSame(current);
            weight = current;
            reached = false;
        }
        reached = reached || Program.hasGradient(current);
        return reached;
    }

    /** The host replaces the array when a model is loaded again. */
    private void requireSame(NDArray current) {
        for (NDArray tensor : state) {
            if (!tensor.getShape().equals(current.getShape())
                    || tensor.getDataType() != current.getDataType()
                    || !tensor.getDevice().equals(current.getDevice())) {
                throw new IllegalStateException("parameter " + path + " is now " + current.getShape() + ' '
                        + current.getDataType() + " on " + current.getDevice()
                        + ", its optimizer's state is not; use a new ControlledOptimizer for a changed model");
            }
        }
    }

    /** Returns the optimizer's tensors, none if it is brand-new. */
    List<NDArray> state() {
        return state;
    }

    /** Gives it other tensors, and frees those that it had. */
    void exchangeState(List<NDArray> other) {
        state.stream().filter(tensor -> !tensor.isReleased()).forEach(NDArray::close);
        state = other;
    }
}
