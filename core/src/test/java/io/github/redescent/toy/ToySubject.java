package io.github.redescent.toy;

import io.github.redescent.Recipe;
import io.github.redescent.contract.Subject;
import io.github.redescent.contract.Subjects;
import io.github.redescent.control.EventHistory;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.policy.KeepBest;
import io.github.redescent.spi.CheckpointFile;
import io.github.redescent.spi.ControlledRun;
import io.github.redescent.spi.RunOptions;
import io.github.redescent.spi.SavedRun;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The framework's training loop under control: all that drives a run. */
final class ToySubject implements Subject {
    static final String FORMAT = "toy/1";

    final ToyNet net = new ToyNet();
    int batch;
    private int step;
    private final EventHistory history = new EventHistory(line -> {}, line -> {}, event -> {});
    private final ToyHost host;
    private final ControlledRun run;

    ToySubject(Subjects.Schedule schedule, Recipe recipe, Optional<CheckpointFile> saved) throws IOException {
        host = new ToyHost(
                net,
                step -> schedule == Subjects.Schedule.HALVED_ONCE && step >= Subjects.HALVED
                        ? Subjects.RATE / 2
                        : Subjects.RATE);
        RunOptions options = new RunOptions(Optional.empty(), history, warning -> {});
        if (saved.isEmpty()) {
            run = ControlledRun.start(recipe, host, options, 0, 0);
            return;
        }
        SavedRun state = saved.get().run(recipe);
        step = (int) state.control().step();
        batch = step;
        read(saved.get(), "live", live());
        for (String slot : state.books().slots().keySet()) {
            host.keep(slot, Set.of());
            read(saved.get(), slot, kept(slot));
        }
        run = ControlledRun.resume(recipe, host, options, state);
    }

    @Override
    public void train(int steps) {
        for (int i = 0; i < steps; i++) {
            double loss = net.backward(batch++);
            run.beforeUpdate(step, 0, loss);
            host.update(run.books());
            run.afterUpdate(++step, 0);
        }
    }

    @Override
    public ParameterTable table() {
        return run.parameters();
    }

    @Override
    public double[] values(String path) {
        return host.of(path).values.clone();
    }

    @Override
    public void fill(String path, double value) {
        Arrays.fill(host.of(path).values, value);
    }

    @Override
    public List<TrainingEvent.Decided> history() {
        return history.decisions();
    }

    @Override
    public void restoreBest() {
        run.controller().restore("restoreBest", KeepBest.SLOT);
    }

    @Override
    public void save(Path file) throws IOException {
        CheckpointFile.write(file, FORMAT, run.state(0), host, Map.of(), entries -> {
            entries.put("live", out -> write(new DataOutputStream(out), live()));
            for (String slot : run.books().slots()) {
                entries.put(slot, out -> write(new DataOutputStream(out), kept(slot)));
            }
        });
    }

    private static void write(DataOutputStream out, Collection<double[]> arrays) throws IOException {
        for (double[] values : arrays) {
            for (double value : values) {
                out.writeDouble(value);
            }
        }
    }

    private static void read(CheckpointFile file, String entry, Collection<double[]> into) throws IOException {
        try (DataInputStream in = new DataInputStream(file.entry(entry))) {
            for (double[] values : into) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.readDouble();
                }
            }
        }
    }

    private List<double[]> live() {
        return net.tensors.stream().flatMap(each -> each.arrays().stream()).toList();
    }

    private List<double[]> kept(String slot) {
        return net.tensors.stream()
                .flatMap(each -> Arrays.stream(host.kept(slot, each)))
                .toList();
    }

    @Override
    public long nativeBytes() {
        return host.slots.size() * host.slotBytes();
    }
}
