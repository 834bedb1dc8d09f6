package io.github.redescent.djl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Collection;

/**
 * A list of tensors as a {@link Program} takes it. It shares the tensors' memory and keeps it alive until it is closed,
 * here or with the program that owns it; closing twice is harmless. Not thread-safe.
 */
public final class TensorList implements AutoCloseable {
    private final IValue value;

    TensorList(IValue value) {
        this.value = value;
    }

    /**
     * Returns a list of these arrays.
     *
     * @throws ClassCastException if one is not PyTorch's
     */
    public static TensorList of(Collection<? extends NDArray> arrays) {
        return new TensorList(
                IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new)));
    }

    IValue value() {
        return value;
    }

    /** Returns the tensors as arrays of a manager, in order. */
    NDList arrays(PtNDManager manager) {
        return new NDList(value.toTensorArray(manager));
    }

    @Override
    public void close() {
        value.close();
    }
}
