package io.github.redescent.dl4j;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.spi.Assignment;
import io.github.redescent.spi.Books;
import io.github.redescent.spi.HostModel;
import io.github.redescent.spi.Moments;
import io.github.redescent.spi.ParameterBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** A live DL4J model as core sees it. */
final class NetworkHost implements HostModel {
    private static final int SHOWN = 4;

    private final Network model;
    private final NamedUpdaters updaters;
    private final Rules rules;
    private final Map<String, LiveParameter> parameters = new LinkedHashMap<>();
    private final LiveUpdater live;
    private final Requirements requirements;
    private final Sums sums;
    private final Redraw redraw = new Redraw();
    private final Map<String, KeptTensors> slots = new LinkedHashMap<>();
    private final ConstantLoss constant;
    private final double lossScale;
    private @Nullable Books books;
    private @Nullable INDArray stateBefore;
    private boolean replacedWeights;

    /**
     * Looks at a model and changes nothing.
     *
     * @param updaters the user's, by name; gets those that the model has
     * @param watch is told of each block's update once blocks are {@link #install installed}
     * @param lossScale what every loss is multiplied by
     */
    NetworkHost(Network model, NamedUpdaters updaters, LiveUpdater.UpdateWatch watch, double lossScale) {
        this.model = model;
        this.updaters = updaters;
        this.rules = new Rules(updaters);
        List<LiveParameter> all = LiveParameter.of(model, updaters);
        all.forEach(Requirements::checkReachable);
        all.forEach(parameter -> parameters.put(parameter.path(), parameter));
        this.live = new LiveUpdater(model, all, watch);
        this.requirements = new Requirements(rules);
        this.sums = new Sums(model);
        this.constant = new ConstantLoss(model);
        this.lossScale = lossScale;
    }

    LiveUpdater live() {
        return live;
    }

    Network model() {
        return model;
    }

    NamedUpdaters updaters() {
        return updaters;
    }

    Map<String, KeptTensors> slots() {
        return slots;
    }

    List<LiveParameter> all() {
        return List.copyOf(parameters.values());
    }

    private List<LiveParameter> of(ParameterSet set) {
        return set.paths().stream().map(this::of).toList();
    }

    LiveParameter of(String path) {
        return Objects.requireNonNull(parameters.get(path), path);
    }

    @Override
    public ParameterTable parameters() {
        return new ParameterTable(
                parameters.values().stream().map(LiveParameter::info).toList());
    }

    @Override
    public List<OptimizerSpec> optimizers() {
        return parameters.values().stream()
                .<OptimizerSpec>map(LiveParameter::found)
                .toList();
    }

    @Override
    public double rate(String name, long step, int epoch) {
        return updaters.rate(name, step, epoch);
    }

    @Override
    public void requireStart(ParameterSet on, OptimizerSpec optimizer) {
        requirements.start(optimizer, of(on));
    }

    @Override
    public void require(Action example, ParameterSet on) {
        requirements.add(example, of(on));
        if (example instanceof Action.RedrawWeights) {
            redraw.lookAt(model, parameters.values(), of(on));
        }
    }

    @Override
    public void requireTogether() {
        requirements.checkTogether();
    }

    @Override
    public void expect(Set<Quantity> quantities) {
        sums.expect(quantities);
    }

    @Override
    public double[] sums(Quantity quantity, ParameterSet on) {
        return sums.of(quantity, of(on));
    }

    @Override
    public double[] distances(String slot, ParameterSet on) {
        INDArray kept = Objects.requireNonNull(slots.get(slot), slot).weights();
        INDArray row = model.weights();
        return of(on).stream()
                .mapToDouble(parameter -> Math.pow(parameter.in(row).distance2(parameter.in(kept)), 2))
                .toArray();
    }

    @Override
    public boolean scalesGradients() {
        return true;
    }

    @Override
    public void scaleGradients(ParameterSet on, double factor) {
        INDArray row = model.gradients();
        of(on).forEach(parameter -> parameter.in(row).muli(factor));
    }

    /** Returns the paths of weights that a restart does not draw. */
    Collection<String> given() {
        return redraw.given();
    }

    @Override
    public OptionalDouble constantLoss() {
        OptionalDouble loss = constant.onBatch();
        return loss.isPresent() ? OptionalDouble.of(loss.getAsDouble() * lossScale) : loss;
    }

    /** Returns what is remembered of labels. */
    ConstantLoss constant() {
        return constant;
    }

    @Override
    public void exchange(List<ParameterBook> before, List<ParameterBook> after, Handover handover) {
        if (books == null) {
            rememberState();
        }
        long step = books == null ? model.iteration() : books.step();
        Momentum momentum = new Momentum(step, model.epoch());
        List<LiveParameter> changing = new ArrayList<>();
        List<Momentum.Giver> givers = new ArrayList<>();
        List<Momentum.Giver> takers = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            ParameterBook old = before.get(i);
            ParameterBook next = after.get(i);
            LiveParameter parameter = of(next.path());
            if (!parameter.optimized()) {
                continue;
            }
            changing.add(parameter);
            // A frozen parameter begins as new whenever it is unfrozen.
            if (handover == Handover.MOMENTUM && next.info().trainable()) {
                double last = Double.isNaN(parameter.lastRate) ? rate(old, step - 1) : parameter.lastRate;
                givers.add(new Momentum.Giver(parameter, localStep(step, old), last));
                takers.add(new Momentum.Giver(parameter, localStep(step, next), rate(next, step)));
            }
        }
        Map<LiveParameter, INDArray> means = momentum.take(live, givers);
        for (ParameterBook next : after) {
            of(next.path()).use(next.now(), rules);
        }
        live.relayout(changing, () -> settle(step));
        parameters.values().forEach(LiveParameter::noteConfigured);
        momentum.give(live, takers, means);
    }

    /** An attach that is refused late has to be undone. */
    private void rememberState() {
        INDArray state = model.updater().getStateViewArray();
        if (stateBefore == null && state != null) {
            stateBefore = OutsideWorkspaces.make(state::dup);
        }
    }

    /** Undoes what an attach has changed so far. */
    void rollBack() {
        boolean changed = false;
        for (LiveParameter parameter : parameters.values()) {
            changed |= !parameter.asFound();
        }
        if (changed) {
            parameters.values().forEach(parameter -> parameter.config().giveBack());
            OutsideWorkspaces.run(model::dropUpdater);
            INDArray state = OutsideWorkspaces.make(() -> model.updater().getStateViewArray());
            if (state != null && stateBefore != null) {
                state.assign(stateBefore);
            }
        }
    }

    private static long localStep(long step, ParameterBook book) {
        return Math.max(0, step - book.firstMomentBegan());
    }

    private double rate(ParameterBook book, long step) {
        long at = Math.max(0, step);
        double rate = book.now()
                .schedule()
                .at(
                        Math.max(0, at - book.now().since()),
                        (name, since) ->
                                rate(name, since, model.epoch() - book.now().sinceEpoch()));
        return (Double.isNaN(rate) ? 1 : rate) * book.factor();
    }

    /** Writes what trains each parameter into the configuration; returns whether that changed it. */
    private boolean settle(long step) {
        StockForm form = new StockForm(updaters, step, model.epoch());
        return StockForm.settle(all(), parameter -> form.of(parameter, 1).updater());
    }

    @Override
    public void renew(ParameterSet on, Moments which) {
        List<LiveParameter> members =
                of(on).stream().filter(LiveParameter::optimized).toList();
        live.renew(members, which);
        if (which != Moments.SECOND) {
            members.forEach(parameter -> parameter.lastRate = Double.NaN);
        }
    }

    @Override
    public void shrink(ParameterSet on, double factor) {
        live.states(of(on)).values().forEach(state -> state.values().forEach(array -> array.muli(factor)));
    }

    @Override
    public void freeze(ParameterSet on) {
        // The books say so, and the blocks read them.
    }

    @Override
    public void unfreeze(ParameterSet on) {
        renew(on, Moments.ALL);
    }

    @Override
    public void redraw(ParameterSet on, long seed) {
        replacedWeights = true;
        redraw.draw(of(on), seed);
        // A truncated segment's carried activations are the old weights' and may hold a NaN.
        model.clearRecurrentState();
    }

    @Override
    public void keep(String slot, Set<Part> parts) {
        slots.put(slot, KeptTensors.take(model, live, parameters.values(), parts, slots.get(slot)));
    }

    @Override
    public void restore(String slot, ParameterSet on, Set<Part> parts) {
        replacedWeights = true;
        Objects.requireNonNull(slots.get(slot), slot).write(model, live, of(on), parts);
        model.clearRecurrentState();
    }

    @Override
    public void forget(String slot) {
        slots.remove(slot);
    }

    @Override
    public long slotBytes() {
        INDArray state = model.updater().getStateViewArray();
        INDArray weights = model.weights();
        return (weights.length() + (state == null ? 0 : state.length()))
                * weights.dataType().width();
    }

    @Override
    public long fingerprint(String path) {
        LiveParameter parameter = of(path);
        return Tensors.fingerprint(
                model.weights(), parameter.offset(), parameter.info().count());
    }

    /** Puts our blocks in place of stock ones, from now on by some books; returns whether any was missing. */
    boolean install(Books by) {
        books = by;
        stateBefore = null;
        return live.install(by);
    }

    /**
     * Notes rates and updaters that the user has set through DL4J since the last look.
     *
     * @return the parameters whose whole updater is another one, by its name; the books do not know of it yet
     */
    Map<String, List<ParameterInfo>> noteUsersChanges(int iteration, int epoch) {
        Map<String, List<ParameterInfo>> exchanged = new LinkedHashMap<>();
        for (LiveParameter parameter : parameters.values()) {
            IUpdater present = parameter.configured();
            if (!parameter.optimized() || parameter.isAsConfigured(present, iteration, epoch)) {
                continue;
            }
            parameter.noteConfigured();
            String name = updaters.nameOf(present);
            if (present.getClass() == parameter.rule().getClass() || parameter.own != null) {
                setRate(parameter.path(), name);
            } else {
                OptimizerSpec spec = OptimizerSpec.host(name);
                parameter.use(new Assignment(spec, spec.rate(), 0, 0), rules);
                exchanged.computeIfAbsent(name, updater -> new ArrayList<>()).add(parameter.info());
            }
        }
        return exchanged;
    }

    /** Gives a parameter's optimizer the schedule of an updater, as DL4J counts it: from the first iteration. */
    void setRate(String path, String name) {
        of(path).rateSet(LearningRate.host(name));
        live.books().rateSet(path, LearningRate.host(name));
    }

    /** Tells whether DL4J has divided the gradients by the batch size already. */
    void gradientsDivided(boolean already) {
        sums.divided(already);
    }

    /** Forgets that weights were replaced. */
    void forgetReplaced() {
        replacedWeights = false;
    }

    /** Returns whether weights were drawn anew or restored since. */
    boolean replacedWeights() {
        return replacedWeights;
    }

    /** Writes rates of the moment into the configuration, for schedules that no stock class holds. */
    void refreshConfiguration() {
        long step = live.books().step();
        StockForm form = new StockForm(updaters, step, model.epoch());
        if (all().stream()
                .anyMatch(each ->
                        each.optimized() && !each.asFound() && !form.of(each, 1).exact())) {
            live.relayout(List.of(), () -> settle(step));
            parameters.values().forEach(LiveParameter::noteConfigured);
        }
    }

    /** Returns room for the state that a parameter had under a book. */
    Map<String, INDArray> emptyState(ParameterBook book) {
        LiveParameter parameter = of(book.path());
        return parameter.optimized()
                ? live.fresh(
                        book.now().optimizer().match(rules), parameter.info().count())
                : Map.of();
    }

    /** Goes on with what was saved of a parameter. */
    void resume(ParameterBook saved) {
        LiveParameter parameter = of(saved.path());
        if (parameter.optimized() && !parameter.now().equals(saved.now())) {
            parameter.resume(saved.now(), rules);
            live.place(parameter);
        }
    }

    /**
     * Gives the model stock updaters and their state back.
     *
     * @param warn is told, before anything changes, what stock updaters cannot hold
     */
    void release(Books books, Consumer<String> warn) {
        StockForm form = new StockForm(updaters, books.step(), model.epoch());
        Map<String, List<String>> lost = new LinkedHashMap<>();
        for (LiveParameter parameter : parameters.values()) {
            if (parameter.optimized()) {
                for (String loss : form.loses(parameter, books.of(parameter.path()))) {
                    lost.computeIfAbsent(loss, what -> new ArrayList<>()).add(parameter.path());
                }
            }
        }
        lost.forEach((loss, paths) -> warn.accept("stock updaters do not hold all that was decided: " + loss + ": "
                + paths.subList(0, Math.min(SHOWN, paths.size()))
                + (paths.size() > SHOWN ? " and " + (paths.size() - SHOWN) + " more" : "")));
        List<LiveParameter> apart =
                all().stream().filter(parameter -> parameter.own != null).toList();
        if (books.all().stream().anyMatch(book -> !book.untouched())) {
            live.relayout(
                    List.of(),
                    () -> StockForm.settle(
                            all(),
                            parameter -> form.of(
                                            parameter,
                                            books.of(parameter.path()).lasting())
                                    .updater()));
        }
        live.uninstall();
        apart.forEach(LiveParameter::takeConfigured);
        live.renew(apart, Moments.ALL);
    }
}
