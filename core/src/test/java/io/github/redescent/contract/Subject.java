package io.github.redescent.contract;

import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One small model in training, the same in every framework, behind the face that the contract needs. */
public interface Subject extends AutoCloseable {
    /** Trains on the next batches; batch i is the same in every subject. */
    void train(int steps);

    /** Returns the model's parameters. */
    ParameterTable table();

    /** Returns one parameter's values. */
    double[] values(String path);

    /** Overwrites one parameter. */
    void fill(String path, double value);

    /** Returns the events so far, but for routine decisions. */
    List<TrainingEvent.Decided> history();

    /** Restores the best weights. */
    void restoreBest();

    /** Saves the run. */
    void save(Path file) throws IOException;

    /** Returns the native memory in use, in bytes. */
    long nativeBytes();

    /** Returns all values in table order. */
    default double[] weights() {
        return table().all().paths().stream()
                .flatMapToDouble(path -> Arrays.stream(values(path)))
                .toArray();
    }

    @Override
    default void close() {}
}
