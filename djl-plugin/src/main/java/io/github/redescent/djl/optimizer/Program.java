package io.github.redescent.djl.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The rules, loaded into libtorch. Calls run on the calling thread without recording gradients, on any thread's
 * gradient mode. Not thread-safe. Holds native memory until it is closed.
 */
final class Program implements AutoCloseable {
    private final PtNDManager manager;
    private final PtSymbolBlock module;

    private Program(PtNDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    /** Loads the program for one device. */
    static Program load(Device device) {
        try (InputStream source = Program.class.getResourceAsStream("rules.py")) {
            String text = new String(Objects.requireNonNull(source).readAllBytes(), StandardCharsets.UTF_8);
            byte[] archive = TorchScriptArchive.of("Rules", text);
            PtNDManager manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
            return new Program(manager, JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("the optimizers' program could not be read from the class path", e);
        }
    }

    /** Returns the manager that owns the program; state that lives as long belongs to it. */
    NDManager manager() {
        return manager;
    }

    /** Lets an array live as long as the program, or until it is closed. */
    NDArray own(NDArray array) {
        array.attach(manager);
        return array;
    }

    /** Returns a copy of a weight that lives as long as the program, or until it is closed; on any thread. */
    NDArray copy(NDArray weight) {
        try (NDArray alias = weight.stopGradient()) {
            return own(alias.duplicate());
        }
    }

    /** Returns whether a backward pass has reached a weight: DJL itself answers zeros where there is nothing. */
    static boolean hasGradient(NDArray weight) {
        try (PtNDArray gradient = JniUtils.getGradient((PtNDArray) weight)) {
            return gradient != null;
        }
    }

    /** Runs a method for its effect. */
    void run(String method, List<TensorList> lists, double... numbers) {
        call(method, lists, numbers).close();
    }

    /** Runs a method that returns one number per tensor. */
    double[] measure(String method, TensorList... lists) {
        try (IValue result = call(method, List.of(lists));
                PtNDArray numbers = result.toTensor(manager)) {
            return numbers.toType(DataType.FLOAT64, false).toDoubleArray();
        }
    }

    /** Runs a method that returns tensors; close the list. */
    TensorList tensors(String method, TensorList list) {
        return new TensorList(call(method, List.of(list)));
    }

    private IValue call(String method, List<TensorList> lists, double... numbers) {
        IValue[] inputs = new IValue[lists.size() + numbers.length];
        for (int i = 0; i < lists.size(); i++) {
            inputs[i] = lists.get(i).value();
        }
        for (int i = 0; i < numbers.length; i++) {
            inputs[lists.size() + i] = IValue.from(numbers[i]);
        }
        try {
            return IValueUtils.runMethod(module, method, inputs);
        } finally {
            for (int i = lists.size(); i < inputs.length; i++) {
                inputs[i].close();
            }
        }
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
