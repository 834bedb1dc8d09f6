package io.github.redescent.djl;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.github.redescent.parameter.ParameterTable;

/** Looks into a model by the plugin's own paths. */
public final class Described {
    private Described() {}

    /** Returns the table of an initialized block under Adam. */
    public static ParameterTable table(Block block) {
        return new ModelParameters(block, "Adam").table();
    }

    /** Returns the parameter of a path. */
    public static Parameter parameter(Block block, String path) {
        return new ModelParameters(block, "Adam").of(path).parameter();
    }

    /** Returns the bytes of all arrays that any manager of DJL's holds. */
    public static long nativeBytes() {
        return bytes(NDManager.newBaseManager().getParentManager());
    }

    private static long bytes(NDManager manager) {
        return manager.getManagedArrays().stream()
                .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
                .sum();
    }
}
