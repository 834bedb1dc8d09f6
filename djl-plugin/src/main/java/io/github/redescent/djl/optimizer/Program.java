package io.github.redescent.djl.optimizer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The rules and what else is done to many tensors at once, loaded into libtorch. Calls run on the calling thread
 * without recording gradients, whatever that thread's gradient mode. Holds native memory until it is closed, or the
 * manager that it was loaded under is. Not thread-safe.
 */
public final class Program implements AutoCloseable {
    private final PtNDManager manager;
    private final PtSymbolBlock module;

    private Program(PtNDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    /**
     * Loads the program for one device.
     *
     * @param parent what it ends with at the latest
     */
    public static Program load(NDManager parent, Device device) {
        try (InputStream source = Program.class.getResourceAsStream("rules.py")) {
            String text = new String(Objects.requireNonNull(source).readAllBytes(), StandardCharsets.UTF_8);
            byte[] archive = TorchScriptArchive.of("Rules", text);
            PtNDManager manager = (PtNDManager) parent.newSubManager(device);
            return new Program(manager, JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("the optimizers' program could not be read from the class path", e);
        }
    }

    /** Returns the manager of what lives as long as the program. */
    public NDManager manager() {
        return manager;
    }

    /** Returns whether neither it nor what it was loaded under is closed. */
    public boolean isOpen() {
        return manager.isOpen();
    }

    /** Returns whether a backward pass has reached a weight: DJL itself answers zeros where there is nothing. */
    public static boolean hasGradient(NDArray weight) {
        try (PtNDArray gradient = JniUtils.getGradient((PtNDArray) weight)) {
            return gradient != null;
        }
    }

    /** Lists arrays for many calls; the list ends with the program at the latest. */
    public TensorList list(Collection<? extends NDArray> arrays) {
        TensorList list = TensorList.of(arrays);
        manager.attachInternal(list.value().getUid(), list);
        return list;
    }

    /** Ends a list that was made for many calls. */
    public void drop(TensorList list) {
        manager.detachInternal(list.value().getUid());
        list.close();
    }

    /** Returns copies of arrays, which end with the program at the latest. */
    public List<NDArray> copies(Collection<? extends NDArray> arrays) {
        if (arrays.isEmpty()) {
            return List.of();
        }
        try (TensorList list = TensorList.of(arrays);
                TensorList copies = tensors("copies", list)) {
            NDList made = copies.arrays(manager);
            return List.copyOf(made);
        }
    }

    /** Writes values into arrays of the same shapes, in place, whatever their layout. */
    public void assign(Collection<? extends NDArray> to, Collection<? extends NDArray> values) {
        if (to.isEmpty()) {
            return;
        }
        try (TensorList targets = TensorList.of(to);
                TensorList sources = TensorList.of(values)) {
            run("assign", List.of(targets, sources));
        }
    }

    /** Returns a copy of some of the numbers of a list's only tensor, in row order; close it. */
    public NDArray piece(TensorList one, long from, long count) {
        try (TensorList made = tensors("piece", one, (double) from, (double) count)) {
            return made.arrays(manager).singletonOrThrow();
        }
    }

    /** Runs a method for its effect. */
    public void run(String method, List<TensorList> lists, double... numbers) {
        call(method, lists, numbers).close();
    }

    /** Runs a method that returns one tensor of numbers, and returns them. */
    public double[] measure(String method, List<TensorList> lists, double... numbers) {
        try (IValue result = call(method, lists, numbers);
                PtNDArray measured = result.toTensor(manager);
                NDArray doubles = measured.toType(DataType.FLOAT64, false)) {
            return doubles.toDoubleArray();
        }
    }

    /** Runs a method that returns tensors; close the list. */
    public TensorList tensors(String method, TensorList list, double... numbers) {
        return new TensorList(call(method, List.of(list), numbers));
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
        manager.close(); // closes the module too
    }
}
