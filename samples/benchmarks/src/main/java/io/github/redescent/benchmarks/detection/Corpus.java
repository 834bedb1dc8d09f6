package io.github.redescent.benchmarks.detection;

import com.google.gson.Gson;
import io.github.redescent.replay.Trace;
import io.github.redescent.replay.TraceReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder with {@code traces.jsonl.gz}, traces one after another, and {@code labels.json}, an array of objects
 * with {@code name}, {@code task}, {@code cause} and {@code label}. Only runs labelled bad or healthy are kept.
 */
final class Corpus {
    private Corpus() {}

    private static final class Label {
        String name = "";
        String task = "";
        String cause = "";
        String label = "";
    }

    static List<LabelledRun> read(Path folder) throws IOException {
        Map<String, Label> labels = new HashMap<>();
        for (Label label : new Gson().fromJson(Files.readString(folder.resolve("labels.json")), Label[].class)) {
            labels.put(label.name, label);
        }
        List<LabelledRun> runs = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("traces.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"format\"")) {
                    add(text, labels, runs);
                }
                text.append(line).append('\n');
            }
            add(text, labels, runs);
        }
        return runs;
    }

    private static void add(StringBuilder text, Map<String, Label> labels, List<LabelledRun> runs) {
        if (text.isEmpty()) {
            return;
        }
        Trace trace = TraceReader.read(new BufferedReader(new StringReader(text.toString())), "corpus");
        text.setLength(0);
        @Nullable Label label = labels.get(trace.header().name());
        if (label == null) {
            throw new IllegalArgumentException(
                    "labels.json has no " + trace.header().name());
        }
        if (label.label.equals("bad") || label.label.equals("healthy")) {
            runs.add(new LabelledRun(label.task, label.cause, label.label.equals("bad"), trace));
        }
    }
}
