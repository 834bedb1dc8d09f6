package io.github.redescent.benchmarks.rescue;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.redescent.benchmarks.rescue.Column.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Outcomes by configuration and column; a line of JSON each where they are kept. Thread-safe. */
final class Results {
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private final Map<String, Map<Column, Outcome>> outcomes = new LinkedHashMap<>();

    /**
     * One outcome as it is written.
     *
     * @param run the configuration's key
     */
    record Line(String run, Column column, Outcome outcome) {
        static Line parse(String json) {
            return GSON.fromJson(json, Line.class);
        }

        @Override
        public String toString() {
            return GSON.toJson(this);
        }
    }

    /** Reads a file if there is one; skips the outcomes that change with this library. An empty name is no file. */
    static Results rivalsOf(String file) throws IOException {
        Results results = new Results();
        if (!file.isEmpty() && Files.exists(Path.of(file))) {
            Files.readAllLines(Path.of(file)).stream()
                    .map(Line::parse)
                    .filter(line -> !line.column().ours())
                    .forEach(results::add);
        }
        return results;
    }

    synchronized void add(Line line) {
        outcomes.computeIfAbsent(line.run(), run -> new EnumMap<>(Column.class)).put(line.column(), line.outcome());
    }

    synchronized Optional<Outcome> of(Configuration run, Column column) {
        return Optional.ofNullable(outcomes.getOrDefault(run.key(), Map.of()).get(column));
    }

    /** Writes them to a file; an empty name is none. */
    synchronized void write(String file) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        Files.write(
                Path.of(file),
                outcomes.entrySet().stream()
                        .flatMap(run -> run.getValue().entrySet().stream()
                                .map(column -> new Line(run.getKey(), column.getKey(), column.getValue()).toString()))
                        .toList());
    }
}
