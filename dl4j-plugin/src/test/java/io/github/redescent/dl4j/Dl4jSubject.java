package io.github.redescent.dl4j;

import io.github.redescent.contract.Subject;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A network in training. */
final class Dl4jSubject implements Subject {
    private static final List<DataSet> BATCHES = Nets.batches(40);

    private final Model model;
    private final Optional<ControlListener> control;
    private int next;

    Dl4jSubject(Model model, Optional<ControlListener> control, int next) {
        this.model = model;
        this.control = control;
        this.next = next;
    }

    @Override
    public void train(int steps) {
        for (int i = 0; i < steps; i++) {
            DataSet batch = BATCHES.get(next++ % BATCHES.size());
            if (model instanceof MultiLayerNetwork network) {
                network.fit(batch);
            } else {
                ((ComputationGraph) model).fit(batch);
            }
        }
    }

    @Override
    public ParameterTable table() {
        if (control.isPresent()) {
            return control.get().parameters();
        }
        NamedUpdaters none = new NamedUpdaters(Map.of());
        return new NetworkHost(Network.of(model), none, (iteration, epoch) -> {}, 1).parameters();
    }

    @Override
    public double[] values(String path) {
        return array(path).dup('f').data().asDouble();
    }

    @Override
    public void fill(String path, double value) {
        array(path).assign(value);
    }

    @Override
    public List<TrainingEvent.Decided> history() {
        return control.orElseThrow().history();
    }

    @Override
    public void restoreBest() {
        control.orElseThrow().restoreBest();
    }

    @Override
    public void save(Path file) throws IOException {
        control.orElseThrow().save(file);
    }

    @Override
    public long nativeBytes() {
        // ND4J frees on a thread of its own, some time after a collection.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            System.gc();
            LockSupport.parkNanos(20_000_000);
            least = Math.min(least, Pointer.totalBytes());
        }
        return least;
    }

    private INDArray array(String path) {
        int slash = path.lastIndexOf('/');
        Map<String, INDArray> table = model.paramTable();
        String layer = path.substring(0, slash);
        String prefix = model instanceof MultiLayerNetwork ? layer.replace("layer", "") : layer;
        return Objects.requireNonNull(table.get(prefix + '_' + path.substring(slash + 1)), path);
    }
}
