package io.github.redescent.contract;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.spi.HostModel;
import io.github.redescent.spi.Moments;
import io.github.redescent.spi.ParameterBook;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A model of two parameters that never moves; every sum of squares is 4, so that a norm is 2, and no gradient is zero.
 */
public final class StillHost implements HostModel {
    @Override
    public ParameterTable parameters() {
        return new ParameterTable(List.of(
                new ParameterInfo("stem/W", Kind.WEIGHT, List.of(2L), "Adam", false),
                new ParameterInfo("head/W", Kind.WEIGHT, List.of(2L), "Adam", false)));
    }

    @Override
    public List<OptimizerSpec> optimizers() {
        return List.of(OptimizerSpec.adam(0.1), OptimizerSpec.adam(0.1));
    }

    @Override
    public double rate(String name, long step, int epoch) {
        return 0.1;
    }

    @Override
    public void require(Action example, ParameterSet on) {}

    @Override
    public void expect(Set<Quantity> quantities) {}

    @Override
    public double[] sums(Quantity quantity, ParameterSet on) {
        double[] sums = new double[on.members().size()];
        Arrays.fill(sums, quantity == Quantity.ZERO_GRADIENTS ? 0 : 4);
        return sums;
    }

    @Override
    public OptionalDouble constantLoss() {
        return OptionalDouble.of(2.3);
    }

    @Override
    public void exchange(List<ParameterBook> before, List<ParameterBook> after, Handover handover) {}

    @Override
    public void renew(ParameterSet on, Moments which) {}

    @Override
    public void shrink(ParameterSet on, double factor) {}

    @Override
    public void freeze(ParameterSet on) {}

    @Override
    public void unfreeze(ParameterSet on) {}

    @Override
    public void redraw(ParameterSet on, long seed) {}

    @Override
    public void keep(String slot, Set<Part> parts) {}

    @Override
    public void restore(String slot, ParameterSet on, Set<Part> parts) {}

    @Override
    public void forget(String slot) {}

    @Override
    public long slotBytes() {
        return 0;
    }

    @Override
    public long fingerprint(String path) {
        return 0;
    }
}
