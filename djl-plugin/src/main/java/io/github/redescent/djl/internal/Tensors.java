package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named tensors as safetensors bytes. */
final class Tensors {
    private Tensors() {}

    /** Returns the name of one tensor of a parameter's optimizer state. */
    static String stateName(String path, Slot slot) {
        return path + '#' + slot.name();
    }

    /** Returns the state tensors of optimizers by name. */
    static Map<String, NDArray> states(Map<String, KeptOptimizer> optimizers) {
        Map<String, NDArray> named = new LinkedHashMap<>();
        optimizers.forEach((path, optimizer) -> optimizer.state().ifPresent(tensors -> {
            List<Slot> slots = optimizer.rule().slots();
            for (int i = 0; i < slots.size(); i++) {
                named.put(stateName(path, slots.get(i)), tensors.get(i));
            }
        }));
        return named;
    }

    /** Returns tensors as bytes; their names are set. */
    static byte[] write(Map<String, NDArray> named) throws IOException {
        NDList list = new NDList();
        named.forEach((name, tensor) -> {
            tensor.setName(name);
            list.add(tensor);
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        list.encode(bytes, NDList.Encoding.SAFETENSORS);
        return bytes.toByteArray();
    }

    /**
     * Reads tensors.
     *
     * @throws RuntimeException if the bytes are no safetensors
     */
    static Map<String, NDArray> read(NDManager manager, byte[] bytes) {
        Map<String, NDArray> named = new LinkedHashMap<>();
        NDList.decode(manager, bytes).forEach(tensor -> named.put(tensor.getName(), tensor));
        return named;
    }
}
