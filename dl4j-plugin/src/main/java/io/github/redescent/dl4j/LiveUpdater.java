package io.github.redescent.dl4j;

import io.github.redescent.spi.Books;
import io.github.redescent.spi.Moments;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The live updater of a model and the optimizer state in it. DL4J lays state out by runs of neighbouring parameters
 * with equal configurations; here it is asked for parameter by parameter, by the stock rules' own names, wherever it
 * lies.
 */
final class LiveUpdater {
    private final Network model;
    private final List<LiveParameter> parameters;
    private final Map<Long, LiveParameter> byOffset = new HashMap<>();
    private final UpdateWatch watch;
    private @Nullable Books books;

    /** Is told of each block's update. */
    interface UpdateWatch {
        /** A block is about to be updated. */
        void beforeBlock(int iteration, int epoch);
    }

    LiveUpdater(Network model, List<LiveParameter> parameters, UpdateWatch watch) {
        this.model = model;
        this.parameters = parameters;
        this.watch = watch;
        parameters.forEach(parameter -> byOffset.put(parameter.offset(), parameter));
    }

    /** Puts our blocks in, where they are not, from now on by some books; returns whether any was missing. */
    boolean install(Books by) {
        books = by;
        return install();
    }

    private boolean install() {
        if (books == null) {
            return false;
        }
        List<UpdaterBlock> blocks = model.blocks();
        boolean missing = false;
        for (int i = 0; i < blocks.size(); i++) {
            UpdaterBlock block = blocks.get(i);
            if (!(block instanceof ControlledBlock ours && ours.isOf(this))) {
                blocks.set(i, OutsideWorkspaces.make(() -> new ControlledBlock(block, this)));
                missing = true;
            }
        }
        return missing;
    }

    /** Puts stock blocks back. */
    void uninstall() {
        books = null;
        model.blocks().replaceAll(block -> block instanceof ControlledBlock ours ? ours.stock() : block);
    }

    Books books() {
        if (books == null) {
            throw new IllegalStateException("a block of a control that has ended is still in use");
        }
        return books;
    }

    LiveParameter at(UpdaterBlock.ParamState state) {
        LiveParameter parameter = byOffset.get((long) state.getParamOffsetStart());
        if (parameter == null) {
            throw new IllegalStateException("the model has another layout than when it was attached");
        }
        return parameter;
    }

    void beforeBlock(int iteration, int epoch) {
        watch.beforeBlock(iteration, epoch);
    }

    /** Returns the state of a block's parameters in an interval, by name, as live views. */
    static Map<String, INDArray> views(UpdaterBlock block, long from, long to) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        GradientUpdater<?> rule = block.getGradientUpdater();
        Map<String, INDArray> all = rule.getState();
        long start = block.getParamOffsetStart();
        if (all != null) {
            all.forEach((name, array) -> {
                if (array != null) {
                    views.put(name, Network.row(array).get(NDArrayIndex.interval(from - start, to - start)));
                }
            });
        }
        return views;
    }

    /** Returns each parameter's state as live views. */
    Map<LiveParameter, Map<String, INDArray>> states(Collection<LiveParameter> of) {
        Map<LiveParameter, Map<String, INDArray>> states = new LinkedHashMap<>();
        Set<LiveParameter> wanted = Set.copyOf(of);
        for (UpdaterBlock block : model.blocks()) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                LiveParameter parameter = at(state);
                if (wanted.contains(parameter)) {
                    states.put(
                            parameter,
                            parameter.own != null
                                    ? parameter.own
                                    : views(block, state.getParamOffsetStart(), state.getParamOffsetEnd()));
                }
            }
        }
        return states;
    }

    /** Gives chosen moments of parameters the values that a brand-new rule starts from. */
    void renew(Collection<LiveParameter> of, Moments which) {
        OutsideWorkspaces.run(() -> states(of).forEach((parameter, state) -> {
            Map<String, INDArray> fresh = fresh(parameter.rule(), 1);
            state.forEach((name, array) -> {
                INDArray start = fresh.get(name);
                if (start != null && Rules.holds(parameter.rule(), name, which)) {
                    array.assign(start.getDouble(0)); // RmsProp and AdaGrad start at epsilon
                }
            });
        }));
    }

    Map<String, INDArray> fresh(IUpdater rule, long count) {
        long numbers = rule.stateSize(count);
        if (numbers == 0) {
            return Map.of();
        }
        Map<String, INDArray> state = new LinkedHashMap<>();
        GradientUpdater<?> fresh = rule.instantiate(Nd4j.create(model.weights().dataType(), 1, numbers), true);
        fresh.getState().forEach((name, array) -> state.put(name, Network.row(array)));
        return state;
    }

    /**
     * Lets DL4J lay its updater out anew after a change of the configuration. What does not begin anew keeps its state.
     *
     * @param renewed parameters that begin as new
     * @param change changes layers' configurations, and says whether it did
     */
    void relayout(Collection<LiveParameter> renewed, BooleanSupplier change) {
        OutsideWorkspaces.run(() -> {
            Set<LiveParameter> asNew = Set.copyOf(renewed);
            if (change.getAsBoolean()) {
                rebuild(parameters.stream()
                        .filter(parameter -> parameter.optimized() && !asNew.contains(parameter))
                        .toList());
            }
            asNew.forEach(this::place);
            renew(asNew, Moments.ALL);
        });
    }

    private void rebuild(List<LiveParameter> keeping) {
        Map<LiveParameter, Map<String, INDArray>> kept = new HashMap<>();
        states(keeping).forEach((parameter, state) -> kept.put(parameter, copies(state)));
        model.dropUpdater();
        keeping.forEach(this::place);
        install();
        states(keeping).forEach((parameter, state) -> write(state, kept.getOrDefault(parameter, Map.of())));
    }

    /** Gives a parameter arrays of its own where the model has no room for its rule's state. */
    void place(LiveParameter parameter) {
        if (parameter.configured().getClass() == parameter.rule().getClass()) {
            parameter.own = null;
        } else {
            parameter.own = fresh(parameter.rule(), parameter.info().count());
        }
    }

    /** Copies arrays, where both sides have them. */
    static void write(Map<String, INDArray> to, Map<String, INDArray> from) {
        to.forEach((name, array) -> {
            INDArray saved = from.get(name);
            if (saved != null && saved.length() == array.length()) {
                array.assign(saved.reshape(array.shape()));
            }
        });
    }

    static Map<String, INDArray> copies(Map<String, INDArray> state) {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        state.forEach((name, array) -> copies.put(name, array.dup()));
        return copies;
    }
}
