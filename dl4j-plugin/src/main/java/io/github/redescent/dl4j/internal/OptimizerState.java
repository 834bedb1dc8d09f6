package io.github.redescent.dl4j.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A model's optimizer state, parameter by parameter. The framework keeps it per block of equal updaters, as
 * {@code [slot 0 of all parameters][slot 1 of all]…}; the views returned here are live.
 */
final class OptimizerState {
    private OptimizerState() {}

    /** Returns each parameter's slots as live views, by its offset in the row of all parameters. */
    static Map<Long, List<INDArray>> slots(Dl4jModel model) {
        Map<Long, List<INDArray>> all = new LinkedHashMap<>();
        for (UpdaterBlock block : model.updater().getUpdaterBlocks()) {
            long parameters = (long) block.getParamOffsetEnd() - block.getParamOffsetStart();
            long numbers = (long) block.getUpdaterViewOffsetEnd() - block.getUpdaterViewOffsetStart();
            INDArray view = numbers == 0
                    ? Nd4j.empty(DataType.FLOAT)
                    : block.getUpdaterView().reshape(numbers);
            for (long slot = 0; slot < numbers / parameters; slot++) {
                long from = slot * parameters;
                for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                    long length = (long) state.getParamOffsetEnd() - state.getParamOffsetStart();
                    all.computeIfAbsent((long) state.getParamOffsetStart(), offset -> new ArrayList<>())
                            .add(view.get(NDArrayIndex.interval(from, from + length)));
                    from += length;
                }
            }
        }
        return all;
    }

    /** Returns copies of everything, outside any workspace. */
    static Map<Long, List<INDArray>> copy(Dl4jModel model) {
        return OutsideWorkspaces.make(() -> {
            Map<Long, List<INDArray>> copies = new LinkedHashMap<>();
            slots(model)
                    .forEach((offset, slots) ->
                            copies.put(offset, slots.stream().map(INDArray::dup).toList()));
            return copies;
        });
    }

    /** Returns whether two have the same slots for the same parameters. */
    static boolean alike(Map<Long, List<INDArray>> one, Map<Long, List<INDArray>> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(entry -> entry.getValue().size()
                                == other.getOrDefault(entry.getKey(), List.of()).size());
    }

    /** Copies slots, where both sides have them. */
    static void write(Map<Long, List<INDArray>> to, Map<Long, List<INDArray>> from) {
        to.forEach((offset, slots) -> {
            List<INDArray> saved = from.getOrDefault(offset, List.of());
            for (int slot = 0; slot < Math.min(slots.size(), saved.size()); slot++) {
                slots.get(slot).assign(saved.get(slot));
            }
        });
    }

    /** Gives chosen slots the value that a brand-new updater starts from. */
    static void initialise(List<INDArray> slots, List<Integer> chosen, IUpdater updater) {
        if (slots.isEmpty()) {
            return;
        }
        OutsideWorkspaces.run(() -> {
            try (INDArray fresh = Nd4j.create(slots.get(0).dataType(), slots.size())) {
                // RMSProp and AdaGrad start at epsilon, not at zero: ask the updater.
                updater.instantiate(fresh, true);
                chosen.forEach(slot -> slots.get(slot).assign(fresh.getDouble(slot)));
            }
        });
    }
}
