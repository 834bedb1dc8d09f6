package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import io.github.redescent.djl.optimizer.GradientTreatment;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.Rule;
import io.github.redescent.djl.optimizer.Slot;
import io.github.redescent.json.RecordJson;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.spi.CheckpointFile;
import io.github.redescent.spi.CheckpointFile.Entries;
import io.github.redescent.spi.KeptBook;
import io.github.redescent.spi.ParameterBook;
import io.github.redescent.spi.SavedRun;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A saved run of a DJL model: core's file with one entry of little-endian numbers per tensor, which are streamed both
 * ways.
 */
final class Checkpoint implements AutoCloseable {
    private static final String FORMAT = "redescent-djl/2";
    private static final String NOTE = "run";
    private static final String LIVE = "model";

    private final Path path;
    private final CheckpointFile file;
    private final Settings settings;
    private final Notes notes;
    private final SavedRun run;

    /**
     * What this adapter remembers besides core's.
     *
     * @param treatment what was done to gradients
     * @param trainNormalization whether running statistics of frozen parameters went on
     * @param policies how many policies there were
     * @param types each parameter's type of numbers, in table order
     * @param updates DJL's count of each parameter's updates, by path; empty where no tracker asks for it
     * @param stated the tensors of optimizers that are in the file, by entry
     * @param labels what was seen of the labels
     */
    record Notes(
            GradientTreatment treatment,
            boolean trainNormalization,
            int policies,
            List<String> types,
            Map<String, Integer> updates,
            List<String> stated,
            ConstantLoss.Seen labels) {}

    private Checkpoint(Path path, CheckpointFile file, Settings settings, Notes notes, SavedRun run) {
        this.path = path;
        this.file = file;
        this.settings = settings;
        this.notes = notes;
        this.run = run;
    }

    /** Saves a run into one file, which appears whole or not at all. */
    static void write(Path path, SavedRun run, DjlModel model, Settings settings, ConstantLoss constant)
            throws IOException {
        Map<String, NDArray> tensors = tensors(model, run);
        Notes notes = new Notes(
                settings.treatment(),
                settings.trainNormalization(),
                settings.recipe().policies().size(),
                types(model),
                model.trackers().updates(),
                List.copyOf(tensors.keySet()),
                constant.seen());
        CheckpointFile.write(path, FORMAT, run, model, Map.of(NOTE, RecordJson.toText(notes)), entries -> {
            for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
                put(entries, model.program(), tensor.getKey(), tensor.getValue());
            }
        });
    }

    private static void put(Entries entries, Program program, String name, NDArray tensor) throws IOException {
        entries.put(name, out -> TensorBytes.write(program, tensor, out));
    }

    private static List<String> types(DjlModel model) {
        return model.parameters().entries().stream()
                .map(info ->
                        model.model().of(info.path()).weight().getDataType().name())
                .toList();
    }

    /** Returns all tensors there are, by entry. */
    private static Map<String, NDArray> tensors(DjlModel model, SavedRun run) {
        Map<String, NDArray> all = new java.util.LinkedHashMap<>();
        List<ParameterBook> books = run.books().parameters();
        for (ParameterBook book : books) {
            TrainedParameter parameter = model.model().of(book.path());
            all.put(entry(LIVE, book.path()), parameter.weight());
            putState(all, LIVE, book, parameter.state());
        }
        run.books().slots().forEach((slot, kept) -> {
            Slots.Kept tensors = model.slots().of(slot);
            tensors.weights().forEach((path, weight) -> all.put(entry(scope(slot), path), weight));
            for (ParameterBook book : kept.parameters()) {
                putState(all, scope(slot), book, tensors.states().getOrDefault(book.path(), List.of()));
            }
        });
        return all;
    }

    private static void putState(Map<String, NDArray> all, String scope, ParameterBook book, List<NDArray> state) {
        List<Slot> kinds =
                state.isEmpty() ? List.of() : Rule.of(book.now().optimizer()).slots();
        for (int i = 0; i < kinds.size(); i++) {
            all.put(entry(scope, book.path()) + '#' + kinds.get(i).name(), state.get(i));
        }
    }

    private static String scope(String slot) {
        return "slots/" + slot;
    }

    private static String entry(String scope, String path) {
        return scope + '/' + path;
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it is not there
     * @throws IllegalArgumentException if it is damaged, or was saved by other settings; the message names what differs
     */
    static Checkpoint open(Path path, Settings settings) throws IOException {
        try {
            CheckpointFile file = CheckpointFile.open(path, FORMAT);
            try {
                Notes notes = RecordJson.fromText(
                        Objects.requireNonNull(file.manifest().notes().get(NOTE)), Notes.class);
                if (notes.policies() == 0 != settings.recipe().policies().isEmpty()) {
                    throw new IllegalArgumentException("it was saved " + (notes.policies() == 0 ? "without" : "with")
                            + " a recipe; resume it likewise");
                }
                return new Checkpoint(path, file, settings, notes, file.run(settings.recipe()));
            } catch (IOException | RuntimeException damaged) {
                file.close();
                throw damaged;
            }
        } catch (NoSuchFileException | FileNotFoundException missing) {
            throw missing;
        } catch (IOException | RuntimeException damaged) {
            throw refused(path, damaged);
        }
    }

    private static IllegalArgumentException refused(Path path, Exception why) {
        return new IllegalArgumentException(
                path + " cannot be resumed and nothing was loaded: " + why.getMessage(), why);
    }

    SavedRun run() {
        return run;
    }

    /**
     * Checks that parameters, optimizers and all settings are those of the present run. What a tracker of DJL's does
     * cannot be compared, only its name.
     *
     * @param present the books of the run that is to go on
     * @throws IllegalArgumentException if one is not; the message names it and shows both values
     */
    void requireFitting(DjlModel model, List<ParameterBook> present) {
        try {
            CheckpointFit fit = new CheckpointFit();
            fit.parameters(run.control().parameters(), model.parameters());
            fit.members("", settings.treatment(), notes.treatment());
            fit.same("trainNormalization", settings.trainNormalization(), notes.trainNormalization());
            fit.same("types of numbers", types(model), notes.types());
            List<ParameterBook> saved = run.books().parameters();
            for (int i = 0; i < saved.size(); i++) {
                if (saved.get(i).info().optimized()) {
                    fit.optimizer(
                            saved.get(i).path(),
                            present.get(i).first().optimizer(),
                            saved.get(i).first().optimizer());
                }
            }
        } catch (RuntimeException differs) {
            throw refused(path, differs);
        }
    }

    /** Puts everything into a model. */
    void giveTo(DjlModel model, ConstantLoss constant) throws IOException {
        Map<String, Boolean> there = new HashMap<>();
        notes.stated().forEach(name -> there.put(name, true));
        for (ParameterBook book : run.books().parameters()) {
            TrainedParameter parameter = model.model().of(book.path());
            read(model.program(), entry(LIVE, book.path()), parameter.weight());
            parameter.exchangeState(state(model, LIVE, book, there));
        }
        for (Map.Entry<String, KeptBook> kept : run.books().slots().entrySet()) {
            model.slots().put(kept.getKey(), slot(model, scope(kept.getKey()), kept.getValue(), there));
        }
        model.freezing().written(model.parameters().all());
        model.trackers().resume(notes.updates(), run.control().step());
        constant.goOnWith(notes.labels());
    }

    private Slots.Kept slot(DjlModel model, String scope, KeptBook book, Map<String, Boolean> there)
            throws IOException {
        Slots.Kept kept = new Slots.Kept();
        for (ParameterInfo info : model.parameters().entries()) {
            String name = entry(scope, info.path());
            if (there.containsKey(name)) {
                NDArray copy = like(model, info.path());
                read(model.program(), name, copy);
                kept.weights().put(info.path(), copy);
            }
        }
        for (ParameterBook each : book.parameters()) {
            kept.states().put(each.path(), state(model, scope, each, there));
        }
        return kept;
    }

    private List<NDArray> state(DjlModel model, String scope, ParameterBook book, Map<String, Boolean> there)
            throws IOException {
        List<NDArray> state = new ArrayList<>();
        for (Slot slot : Rule.of(book.now().optimizer()).slots()) {
            String name = entry(scope, book.path()) + '#' + slot.name();
            if (there.containsKey(name)) {
                NDArray tensor = like(model, book.path());
                read(model.program(), name, tensor);
                state.add(tensor);
            }
        }
        return List.copyOf(state);
    }

    private static NDArray like(DjlModel model, String path) {
        NDArray weight = model.model().of(path).weight();
        return model.program().manager().zeros(weight.getShape(), weight.getDataType(), weight.getDevice());
    }

    private void read(Program program, String name, NDArray tensor) throws IOException {
        try (InputStream in = file.entry(name)) {
            TensorBytes.read(program, tensor, in);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
