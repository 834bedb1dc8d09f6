package io.github.redescent.replay;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingBackend;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.Set;

/** Stands in a model's place while its recorded run is shown again: it can do everything and has no tensors. */
final class Spectator implements TrainingBackend {
    private ParameterTable table;
    private long step;

    Spectator(ParameterTable table, long step) {
        this.table = table;
        this.step = step;
    }

    void at(long now) {
        step = now;
    }

    @Override
    public ParameterTable parameters() {
        return table;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public void adopt(ParameterTable grouped) {
        table = grouped;
    }

    @Override
    public void freeze(ParameterSet on) {
        table = table.with(on, ParameterInfo::asFrozen);
    }

    @Override
    public void unfreeze(ParameterSet on) {
        table = table.with(on, ParameterInfo::asUnfrozen);
    }

    @Override
    public void require(Action example, ParameterSet on) {}

    @Override
    public void start(ParameterSet on, OptimizerSpec optimizer) {}

    @Override
    public void use(ParameterSet on, OptimizerSpec optimizer, Handover handover) {}

    @Override
    public void useFirst(ParameterSet on) {}

    @Override
    public void skipUpdate() {}

    @Override
    public void reset(ParameterSet on, ResetMode mode) {}

    @Override
    public void redraw(ParameterSet on, long seed) {}

    @Override
    public void rateFactor(ParameterSet on, double product, Span span) {}

    @Override
    public void restartSchedule(ParameterSet on) {}

    @Override
    public void keep(ParameterSet on, String slot, Set<Part> parts) {}

    @Override
    public void restore(ParameterSet on, String slot) {}

    @Override
    public void stop(String reason) {}
}
