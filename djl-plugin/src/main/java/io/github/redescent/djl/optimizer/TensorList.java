package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Collection;

/** A list of tensors as the program takes it. Shares the tensors' memory and keeps it alive until closed. */
final class TensorList implements AutoCloseable {
    private final IValue value;

    TensorList(IValue value) {
        this.value = value;
    }

    /** Returns a list of these arrays, which must be PyTorch's. */
    static TensorList of(Collection<? extends NDArray> arrays) {
        return new TensorList(
                IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new)));
    }

    IValue value() {
        return value;
    }

    /** Returns the tensors as arrays of a manager, in order. */
    NDList arrays(NDManager manager) {
        return new NDList(value.toTensorArray((PtNDManager) manager));
    }

    @Override
    public void close() {
        value.close();
    }
}
