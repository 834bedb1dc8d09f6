package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.Rule;
import io.github.redescent.djl.optimizer.Slot;
import io.github.redescent.djl.optimizer.TensorList;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.spi.Books;
import io.github.redescent.spi.HostModel;
import io.github.redescent.spi.Moments;
import io.github.redescent.spi.ParameterBook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One DJL model in training: its tensors, and one update of them by the books. Not thread-safe. Owns native memory
 * until it or the trainer is closed.
 */
final class DjlModel implements HostModel, AutoCloseable {
    private final Program program;
    private final ModelParameters model;
    private final Settings settings;
    private final Trackers trackers;
    private final Freezing freezing;
    private final Slots slots;
    private final Requirements requirements;
    private final Supplier<OptionalDouble> constantLoss;
    private @Nullable Books books;
    private @Nullable UpdatePlan plan;
    private @Nullable TensorSums sums;

    /**
     * Describes a model whose parameters have arrays.
     *
     * @param constantLoss of the batch at hand
     */
    DjlModel(Program program, ModelParameters model, Settings settings, Supplier<OptionalDouble> constantLoss) {
        this.program = program;
        this.model = model;
        this.settings = settings;
        this.trackers = new Trackers(settings.trackers());
        this.freezing = new Freezing(program, model, settings.trainNormalization());
        this.slots = new Slots(program, model);
        this.requirements = new Requirements(model, settings);
        this.constantLoss = constantLoss;
    }

    /** Is told the books by which it is updated from now on. */
    void keptBy(Books present) {
        books = present;
    }

    Program program() {
        return program;
    }

    ModelParameters model() {
        return model;
    }

    Trackers trackers() {
        return trackers;
    }

    Freezing freezing() {
        return freezing;
    }

    Slots slots() {
        return slots;
    }

    private Books books() {
        return Objects.requireNonNull(books);
    }

    /** Returns a number that changes when the weights do. */
    double weightsSum() {
        return Arrays.stream(
                        TensorSums.ofWeights(program, model, parameters().all().only(ParameterInfo::optimized)))
                .sum();
    }

    /** Begins an update: finds out whose it is. */
    void beginUpdate(long step) {
        freezing.writeBack();
        List<TrainedParameter> active = new ArrayList<>(model.optimized().size());
        for (TrainedParameter parameter : model.optimized()) {
            if (parameter.trains() && parameter.reached()) {
                active.add(parameter);
            }
        }
        if (!trackers.isEmpty()) {
            trackers.count(model.optimized(), step);
        }
        endUpdate();
        if (plan == null || !plan.suits(active, books())) {
            dropPlan();
            plan = active.isEmpty() ? null : new UpdatePlan(program, active, books(), trackers::tellApart);
        }
        sums = plan == null
                ? null
                : new TensorSums(program, plan, settings.treatment().rescale());
    }

    /**
     * Updates every parameter that is trained and that a gradient has reached, and leaves all gradients at zero.
     *
     * @param skip whether only the latter
     */
    void update(boolean skip) {
        if (plan != null && skip) {
            program.run("zero_defined", List.of(plan.weights()));
        } else if (plan != null) {
            if (!settings.treatment().isIdle()) {
                settings.treatment().apply(program, Objects.requireNonNull(sums).gradients());
            }
            plan.run(books());
        }
        if (!skip) {
            notePassed();
        }
        freezing.stepped();
    }

    /** Local steps stand still where there was no update; those of what control holds begin when it lets go. */
    private void notePassed() {
        int updated = plan == null ? 0 : plan.members().size();
        if (updated == model.optimized().size()) {
            return;
        }
        for (TrainedParameter parameter : model.optimized()) {
            if (!parameter.held() && !(parameter.trains() && parameter.reached())) {
                books().passedBy(books().of(parameter.path()));
            }
        }
    }

    /** Ends an update: nothing more will be asked about it. */
    void endUpdate() {
        if (sums != null) {
            sums.close();
            sums = null;
        }
    }

    private void dropPlan() {
        if (plan != null) {
            plan.close();
            plan = null;
        }
    }

    @Override
    public ParameterTable parameters() {
        return model.table();
    }

    @Override
    public List<OptimizerSpec> optimizers() {
        return Collections.nCopies(model.table().entries().size(), settings.spec());
    }

    @Override
    public double rate(String name, long step, int epoch) {
        throw new IllegalStateException("a tracker of DJL's is asked for a parameter");
    }

    @Override
    public double rate(ParameterInfo of, String name, long step, int epoch) {
        return trackers.rate(name, model.of(of.path()), step);
    }

    @Override
    public void require(Action example, ParameterSet on) {
        requirements.check(example, on);
    }

    @Override
    public void expect(Set<Quantity> quantities) {
        if (sums != null) {
            sums.expect(quantities);
        }
    }

    @Override
    public double[] sums(Quantity quantity, ParameterSet on) {
        if (quantity == Quantity.PARAMETER_NORM) {
            return TensorSums.ofWeights(program, model, on);
        }
        if (sums == null) {
            return on.members().stream()
                    .mapToDouble(info -> quantity == Quantity.ZERO_GRADIENTS ? (double) info.count() : 0)
                    .toArray();
        }
        return sums.of(quantity, on);
    }

    @Override
    public double[] distances(String slot, ParameterSet on) {
        return TensorSums.distances(program, model, slots.of(slot).weights(), on);
    }

    @Override
    public boolean scalesGradients() {
        return true;
    }

    @Override
    public void scaleGradients(ParameterSet on, double factor) {
        if (sums != null) {
            program.run("scale", List.of(sums.gradients()), factor);
        }
    }

    @Override
    public OptionalDouble constantLoss() {
        return constantLoss.get();
    }

    @Override
    public void exchange(List<ParameterBook> before, List<ParameterBook> after, Handover handover) {
        for (int i = 0; i < before.size(); i++) {
            TrainedParameter parameter = model.of(before.get(i).path());
            long updates = handover == Handover.MOMENTUM ? books().firstClock(before.get(i)) - 1 : 0;
            if (updates > 0 && !parameter.state().isEmpty()) {
                handOver(parameter, before.get(i), after.get(i), updates);
            } else {
                parameter.exchangeState(List.of());
            }
        }
    }

    private void handOver(TrainedParameter parameter, ParameterBook before, ParameterBook after, long updates) {
        OptionalDouble from = Rule.of(before.now().optimizer()).meanScale().apply(updates);
        Rule next = Rule.of(after.now().optimizer());
        double to = next.meanScale().apply(updates).orElseThrow();
        if (from.isEmpty()) {
            throw new IllegalStateException("parameter " + parameter.path() + " has "
                    + before.now().optimizer().kind() + " now, which holds no running mean of gradients to hand over;"
                    + " switch with Handover.FRESH");
        }
        List<NDArray> fresh = next.freshState(parameter.weight(), program.manager());
        program.assign(fresh.subList(0, 1), parameter.state().subList(0, 1));
        try (TensorList first = TensorList.of(fresh.subList(0, 1))) {
            program.run("scale", List.of(first), from.getAsDouble() / to);
        }
        parameter.exchangeState(fresh);
    }

    @Override
    public void renew(ParameterSet on, Moments which) {
        Predicate<Slot> renewed =
                slot -> which == Moments.ALL || (slot.moment() == Slot.Moment.FIRST) == (which == Moments.FIRST);
        Map<Double, List<NDArray>> byStart = new LinkedHashMap<>();
        for (ParameterInfo info : on.members()) {
            List<NDArray> state = model.of(info.path()).state();
            List<Slot> kinds = state.isEmpty() ? List.of() : rule(info.path()).slots();
            for (int i = 0; i < state.size(); i++) {
                if (renewed.test(kinds.get(i))) {
                    byStart.computeIfAbsent(kinds.get(i).start(), start -> new ArrayList<>())
                            .add(state.get(i));
                }
            }
        }
        byStart.forEach((start, tensors) -> onAll("fill", tensors, start));
    }

    @Override
    public void shrink(ParameterSet on, double factor) {
        List<NDArray> tensors = on.paths().stream()
                .flatMap(path -> model.of(path).state().stream())
                .toList();
        onAll("scale", tensors, factor);
    }

    private void onAll(String method, List<NDArray> tensors, double number) {
        if (!tensors.isEmpty()) {
            try (TensorList list = TensorList.of(tensors)) {
                program.run(method, List.of(list), number);
            }
        }
    }

    private Rule rule(String path) {
        return Rule.of(books().of(path).now().optimizer());
    }

    @Override
    public void freeze(ParameterSet on) {
        freezing.freeze(on);
        forgetState(on);
    }

    @Override
    public void unfreeze(ParameterSet on) {
        forgetState(on);
        freezing.unfreeze(on);
    }

    private void forgetState(ParameterSet on) {
        on.paths().forEach(path -> model.of(path).exchangeState(List.of()));
    }

    @Override
    public void redraw(ParameterSet on, long seed) {
        List<NDArray> weights = new ArrayList<>();
        List<NDArray> drawn = new ArrayList<>();
        for (ParameterInfo info : on.members()) {
            TrainedParameter parameter = model.of(info.path());
            if (parameter.trains() || !info.optimized()) {
                weights.add(parameter.weight());
                drawn.add(Redraw.of(parameter, seed, program.manager()));
            }
        }
        program.assign(weights, drawn);
        drawn.forEach(NDArray::close);
        freezing.written(on);
    }

    @Override
    public void keep(String slot, Set<Part> parts) {
        slots.keep(slot, parts);
    }

    @Override
    public void restore(String slot, ParameterSet on, Set<Part> parts) {
        slots.restore(slot, on, this::rule);
        freezing.written(on);
    }

    @Override
    public void forget(String slot) {
        slots.forget(slot);
    }

    @Override
    public long slotBytes() {
        long bytes = 0;
        for (ParameterInfo info : parameters().entries()) {
            long each = model.of(info.path()).weight().getDataType().getNumOfBytes();
            int tensors = info.trainable() ? 1 + rule(info.path()).slots().size() : 1;
            bytes += info.count() * each * tensors;
        }
        return bytes;
    }

    @Override
    public long fingerprint(String path) {
        return TensorBytes.fingerprint(program, model.of(path).weight());
    }

    @Override
    public void close() {
        endUpdate();
        dropPlan();
        model.optimized().forEach(parameter -> parameter.exchangeState(List.of()));
        freezing.close();
        if (program.isOpen()) {
            program.close();
        }
    }
}
