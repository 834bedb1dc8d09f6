package io.github.redescent.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.control.Part;
import io.github.redescent.json.RecordJson;
import io.github.redescent.spi.CheckpointFile;
import io.github.redescent.spi.KeptBook;
import io.github.redescent.spi.ParameterBook;
import io.github.redescent.spi.SavedRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A saved run, open for reading. It is checked whole when it is opened, and read in streams. Nothing in it is
 * deserialised as a Java object.
 *
 * <pre>{@code
 * try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(path)) {
 *     MultiLayerNetwork net = saved.network();
 *     ControlListener control = saved.resume(recipe, net);
 * }
 * }</pre>
 */
public final class Dl4jCheckpoint implements AutoCloseable {
    private static final String FORMAT = "redescent-dl4j/2";
    private static final String CONFIGURATION = "configuration.json";
    private static final String WEIGHTS = "weights.bin";
    private static final String STATE = "state.bin";
    private static final String OWN = "own-state.bin";
    private static final String LABELS = "labels.json";
    private static final String SLOT = "slots/";
    private static final String UPDATER = "updater ";

    private final CheckpointFile file;
    private @Nullable Model model;

    /**
     * Rates by which velocities are scaled.
     *
     * @param now by path
     * @param slots by slot, then by path
     */
    private record LastRates(Map<String, Double> now, Map<String, Map<String, Double>> slots) {}

    private Dl4jCheckpoint(CheckpointFile file) {
        this.file = file;
    }

    /**
     * Opens a file that {@link ControlListener#save} wrote.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is damaged or of another format; the message names what
     */
    public static Dl4jCheckpoint open(Path file) throws IOException {
        return new Dl4jCheckpoint(CheckpointFile.open(file, FORMAT));
    }

    /** Saves a run. */
    static void write(Path file, NetworkRun control) throws IOException {
        Network model = control.model();
        NetworkHost host = control.host();
        SavedRun run = control.run().state(model.epoch());
        int step = Math.toIntExact(control.requireSeen());
        Map<String, String> notes = new HashMap<>();
        notes.put("graph", String.valueOf(model instanceof Network.OfGraph));
        notes.put("dataType", model.weights().dataType().name());
        notes.put("count", String.valueOf(model.weights().length()));
        host.updaters()
                .names()
                .forEach(name -> notes.put(UPDATER + name, host.updaters().json(name)));
        notes.put("lastRates", RecordJson.toText(lastRates(host)));
        CheckpointFile.write(file, FORMAT, run, host, notes, entries -> {
            entries.put(CONFIGURATION, out -> out.write(model.json(step).getBytes(StandardCharsets.UTF_8)));
            entries.put(WEIGHTS, out -> Tensors.write(model.weights(), out));
            INDArray state = model.updater().getStateViewArray();
            entries.put(STATE, out -> {
                if (state != null) {
                    Tensors.write(Network.row(state), out);
                }
            });
            entries.put(OWN, out -> {
                for (Map<String, INDArray> own : ownStates(host)) {
                    writeAll(own, out);
                }
            });
            entries.put(LABELS, out -> out.write(host.constant().toJson().getBytes(StandardCharsets.UTF_8)));
            for (Map.Entry<String, KeptTensors> slot : host.slots().entrySet()) {
                entries.put(SLOT + slot.getKey(), out -> writeSlot(slot.getValue(), out));
            }
        });
    }

    private static LastRates lastRates(NetworkHost host) {
        Map<String, Double> now = new HashMap<>();
        host.all().forEach(parameter -> now.put(parameter.path(), parameter.lastRate));
        Map<String, Map<String, Double>> slots = new HashMap<>();
        host.slots().forEach((name, slot) -> slots.put(name, slot.lastRates()));
        return new LastRates(now, slots);
    }

    private static List<Map<String, INDArray>> ownStates(NetworkHost host) {
        List<Map<String, INDArray>> all = new ArrayList<>();
        for (LiveParameter parameter : host.all()) {
            Map<String, INDArray> own = parameter.own;
            if (own != null) {
                all.add(own);
            }
        }
        return all;
    }

    private static void writeSlot(KeptTensors slot, OutputStream out) throws IOException {
        Tensors.write(slot.weights(), out);
        for (Map<String, INDArray> state : slot.states().values()) {
            writeAll(state, out);
        }
    }

    private static void writeAll(Map<String, INDArray> state, OutputStream out) throws IOException {
        for (INDArray array : new TreeMap<>(state).values()) {
            Tensors.write(array, out);
        }
    }

    private static void readAll(Map<String, INDArray> state, InputStream in) throws IOException {
        for (INDArray array : new TreeMap<>(state).values()) {
            Tensors.read(array, in);
        }
    }

    /**
     * Returns the saved network.
     *
     * @throws IllegalStateException if a graph was saved
     */
    public MultiLayerNetwork network() {
        if (model() instanceof MultiLayerNetwork network) {
            return network;
        }
        throw new IllegalStateException("a ComputationGraph was saved; call graph()");
    }

    /**
     * Returns the saved graph.
     *
     * @throws IllegalStateException if a network of layers was saved
     */
    public ComputationGraph graph() {
        if (model() instanceof ComputationGraph graph) {
            return graph;
        }
        throw new IllegalStateException("a MultiLayerNetwork was saved; call network()");
    }

    /**
     * Goes on controlling the saved model, as if the run had never been interrupted.
     *
     * @param recipe the one that was saved
     * @param saved what {@link #network} or {@link #graph} returned
     * @throws IllegalArgumentException if recipe or model are not those that were saved; the message names what differs
     */
    public ControlListener resume(Recipe recipe, Model saved) {
        return resume(ControlListener.builder(recipe), saved);
    }

    /**
     * Goes on controlling the saved model with the builder's options.
     *
     * @param builder of the recipe that was saved
     * @throws IllegalArgumentException as {@link #resume(Recipe, Model)}
     */
    public ControlListener resume(ControlListener.Builder builder, Model saved) {
        return builder.attach(saved, Optional.of(new Reading(builder.recipe())));
    }

    /** Gives a host back what was saved of it. */
    private final class Reading implements NetworkRun.Saved {
        private final Recipe recipe;

        Reading(Recipe recipe) {
            this.recipe = recipe;
        }

        @Override
        public NamedUpdaters updaters(NamedUpdaters users) {
            // In order, so that what is equal is found under its first name.
            new TreeMap<>(file.manifest().notes()).forEach((key, text) -> {
                if (key.startsWith(UPDATER)) {
                    users.bind(key.substring(UPDATER.length()), text);
                }
            });
            return users;
        }

        @Override
        public SavedRun giveBack(NetworkHost host) {
            try {
                SavedRun run = file.run(recipe);
                run.control().requireParameters(host.parameters());
                file.requireSaved(host);
                LastRates rates = RecordJson.fromText(note("lastRates"), LastRates.class);
                run.books().parameters().forEach(host::resume);
                host.all()
                        .forEach(parameter ->
                                parameter.lastRate = rates.now().getOrDefault(parameter.path(), Double.NaN));
                try (InputStream in = file.entry(OWN)) {
                    for (Map<String, INDArray> own : ownStates(host)) {
                        readAll(own, in);
                    }
                }
                try (InputStream in = file.entry(LABELS)) {
                    host.constant().resume(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
                for (Map.Entry<String, KeptBook> slot : run.books().slots().entrySet()) {
                    host.slots().put(slot.getKey(), slot(slot.getKey(), slot.getValue(), host, rates));
                }
                return run;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private KeptTensors slot(String name, KeptBook kept, NetworkHost host, LastRates rates) throws IOException {
        INDArray live = host.model().weights();
        INDArray weights = kept.parts().contains(Part.WEIGHTS)
                ? Nd4j.createUninitialized(live.dataType(), live.length())
                : Nd4j.empty(live.dataType());
        Map<String, Map<String, INDArray>> states = new LinkedHashMap<>();
        for (ParameterBook book : kept.parameters()) {
            states.put(book.path(), host.emptyState(book));
        }
        try (InputStream in = file.entry(SLOT + name)) {
            Tensors.read(weights, in);
            for (Map<String, INDArray> state : states.values()) {
                readAll(state, in);
            }
        }
        return new KeptTensors(weights, states, rates.slots().getOrDefault(name, Map.of()));
    }

    private Model model() {
        Model loaded = model;
        if (loaded == null) {
            try {
                loaded = load();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            model = loaded;
        }
        return loaded;
    }

    private Model load() throws IOException {
        String json;
        try (InputStream in = file.entry(CONFIGURATION)) {
            json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        INDArray weights =
                Nd4j.createUninitialized(DataType.valueOf(note("dataType")), 1, Long.parseLong(note("count")));
        try (InputStream in = file.entry(WEIGHTS)) {
            Tensors.read(Network.row(weights), in);
        }
        Model built = Boolean.parseBoolean(note("graph")) ? graph(json, weights) : network(json, weights);
        INDArray state = Network.of(built).updater().getStateViewArray();
        if (state != null) {
            try (InputStream in = file.entry(STATE)) {
                Tensors.read(Network.row(state), in);
            }
        }
        return built;
    }

    private static Model graph(String json, INDArray weights) {
        ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
        graph.init(weights, false);
        return graph;
    }

    private static Model network(String json, INDArray weights) {
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
        network.init(weights, false);
        return network;
    }

    private String note(String name) {
        String note = file.manifest().notes().get(name);
        if (note == null) {
            throw new IllegalArgumentException("the checkpoint says nothing of " + name);
        }
        return note;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
