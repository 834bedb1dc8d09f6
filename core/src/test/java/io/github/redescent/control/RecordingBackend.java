package io.github.redescent.control;

import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes down what it is told: two layers in two groups, a running statistic, a frozen weight. */
final class RecordingBackend implements TrainingBackend {
    static final ParameterTable TABLE = new ParameterTable(List.of(
            new ParameterInfo("a/W", Kind.WEIGHT, List.of(2L, 3L), "A", false),
            new ParameterInfo("a/mean", Kind.RUNNING_STATISTIC, List.of(3L), "A", false),
            new ParameterInfo("b/W", Kind.WEIGHT, List.of(3L), "B", false),
            new ParameterInfo("c/W", Kind.WEIGHT, List.of(3L), "C", true)));

    final List<String> calls = new ArrayList<>();
    boolean failing;
    private ParameterTable table = TABLE;

    private void call(String what, ParameterSet on) {
        if (failing) {
            throw new IllegalStateException("the host failed");
        }
        calls.add(what + ' ' + String.join(" ", on.paths()));
    }

    @Override
    public ParameterTable parameters() {
        return table;
    }

    @Override
    public void adopt(ParameterTable grouped) {
        table = grouped;
    }

    @Override
    public void start(ParameterSet on, OptimizerSpec optimizer) {
        call("start " + optimizer.kind(), on);
    }

    @Override
    public void use(ParameterSet on, OptimizerSpec optimizer, Handover handover) {
        call("use " + optimizer.kind() + ' ' + handover, on);
    }

    @Override
    public void useFirst(ParameterSet on) {
        call("use first", on);
    }

    @Override
    public void freeze(ParameterSet on) {
        call("freeze", on);
        table = table.with(on, ParameterInfo::asFrozen);
    }

    @Override
    public void unfreeze(ParameterSet on) {
        call("unfreeze", on);
        table = table.with(on, ParameterInfo::asUnfrozen);
    }

    @Override
    public long step() {
        return 0;
    }

    @Override
    public void require(Action example, ParameterSet on) {
        if (example instanceof Action.RestartSchedule) {
            throw new UnsupportedByBackendException("no schedules here; leave it out");
        }
    }

    @Override
    public void skipUpdate() {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public void reset(ParameterSet on, ResetMode mode) {
        call("reset", on);
    }

    @Override
    public void redraw(ParameterSet on, long seed) {
        call("redraw", on);
    }

    @Override
    public void rateFactor(ParameterSet on, double product, Span span) {
        call("rate " + product, on);
    }

    @Override
    public void restartSchedule(ParameterSet on) {
        call("schedule", on);
    }

    @Override
    public void keep(ParameterSet on, String slot, Set<Part> parts) {
        call("keep " + slot, on);
    }

    @Override
    public void restore(ParameterSet on, String slot) {
        call("restore " + slot, on);
    }

    @Override
    public void stop(String reason) {
        calls.add("stop");
    }
}
