package io.github.redescent.toy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.RAdam;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.spi.Books;
import io.github.redescent.spi.HostModel;
import io.github.redescent.spi.Moments;
import io.github.redescent.spi.ParameterBook;
import io.github.redescent.toy.ToyNet.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** The adapter: the framework's tensors by path, and copies of them. */
final class ToyHost implements HostModel {
    final Map<String, Tensor> tensors = new TreeMap<>();
    final Map<String, Map<String, double[][]>> slots = new TreeMap<>();
    private final Map<String, double[]> held = new TreeMap<>();
    private final DoubleUnaryOperator schedule;

    ToyHost(ToyNet net, DoubleUnaryOperator schedule) {
        net.tensors.forEach(tensor -> tensors.put(tensor.info.path(), tensor));
        this.schedule = schedule;
    }

    /** Makes one update by the books; what runs on in the forward pass is put back where it is frozen. */
    void update(Books books) {
        held.forEach((path, values) -> System.arraycopy(values, 0, of(path).values, 0, values.length));
        for (ParameterBook book : books.all()) {
            if (book.info().trainable() && !books.skipsUpdate()) {
                OptimizerSpec rule = book.now().optimizer();
                of(book.path()).step(rule, books.rate(book), books.firstClock(book), books.secondClock(book));
            }
        }
    }

    Tensor of(String path) {
        return Objects.requireNonNull(tensors.get(path), path);
    }

    @Override
    public ParameterTable parameters() {
        return new ParameterTable(
                tensors.values().stream().map(each -> each.info).toList());
    }

    @Override
    public List<OptimizerSpec> optimizers() {
        return Collections.nCopies(tensors.size(), OptimizerSpec.adam(1).withRate(LearningRate.host("rate")));
    }

    @Override
    public double rate(String name, long step, int epoch) {
        return schedule.applyAsDouble((double) step);
    }

    @Override
    public void require(Action example, ParameterSet on) {
        if (example instanceof Action.UseOptimizer use && use.optimizer() instanceof RAdam) {
            throw new UnsupportedByBackendException("there is no RAdam here; take Adam or Sgd");
        }
    }

    @Override
    public double[] sums(Quantity quantity, ParameterSet on) {
        return all(on).stream().mapToDouble(each -> each.sum(quantity)).toArray();
    }

    @Override
    public double[] distances(String slot, ParameterSet on) {
        return all(on).stream()
                .mapToDouble(each -> each.distance(kept(slot, each)[0]))
                .toArray();
    }

    @Override
    public boolean scalesGradients() {
        return true;
    }

    @Override
    public void scaleGradients(ParameterSet on, double factor) {
        all(on).forEach(each -> Arrays.setAll(each.gradient, i -> each.gradient[i] * factor));
    }

    @Override
    public void exchange(List<ParameterBook> before, List<ParameterBook> after, Handover handover) {
        renew(new ParameterSet(after.stream().map(ParameterBook::info).toList()), Moments.ALL);
    }

    @Override
    public void renew(ParameterSet on, Moments which) {
        all(on).forEach(each -> each.scale(0, which != Moments.SECOND, which != Moments.FIRST));
    }

    @Override
    public void shrink(ParameterSet on, double factor) {
        all(on).forEach(each -> each.scale(factor, true, true));
    }

    @Override
    public void freeze(ParameterSet on) {
        on.only(info -> !info.optimized())
                .paths()
                .forEach(path -> held.put(path, of(path).values.clone()));
    }

    @Override
    public void unfreeze(ParameterSet on) {
        held.keySet().removeAll(on.paths());
    }

    @Override
    public void redraw(ParameterSet on, long seed) {
        all(on).forEach(each -> each.draw(seed));
    }

    @Override
    public void keep(String slot, Set<Part> parts) {
        Map<String, double[][]> copies = new TreeMap<>();
        tensors.forEach((path, each) -> copies.put(path, each.copy()));
        slots.put(slot, copies);
    }

    @Override
    public void restore(String slot, ParameterSet on, Set<Part> parts) {
        boolean moments = parts.contains(Part.OPTIMIZER_AND_CLOCKS);
        all(on).forEach(each -> each.paste(kept(slot, each), parts.contains(Part.WEIGHTS), moments));
    }

    double[][] kept(String slot, Tensor of) {
        return Objects.requireNonNull(
                Objects.requireNonNull(slots.get(slot), slot).get(of.info.path()), slot);
    }

    @Override
    public void forget(String slot) {
        slots.remove(slot);
    }

    @Override
    public long slotBytes() {
        return parameters().all().count() * 3 * Double.BYTES;
    }

    @Override
    public long fingerprint(String path) {
        return Arrays.hashCode(of(path).values);
    }

    private List<Tensor> all(ParameterSet on) {
        return on.paths().stream().map(this::of).toList();
    }
}
