package io.github.redescent.replay;

import com.google.gson.JsonParseException;
import io.github.redescent.control.Observation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads traces, strictly: {@code step} and {@code loss} are required, steps increase, and what is not known is refused.
 * Thread-safe.
 */
public final class TraceReader {
    private TraceReader() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if a line is malformed; the message starts with file and line number
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Trace read(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return read(reader, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the trace " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a trace.
     *
     * @param source stands in messages
     * @throws IllegalArgumentException if a line is malformed; the message starts with source and line number
     * @throws IOException if it cannot be read
     */
    public static Trace read(BufferedReader lines, String source) throws IOException {
        int number = 1;
        try {
            String first = lines.readLine();
            if (first == null) {
                throw new IllegalArgumentException("the trace is empty; it must start with a header");
            }
            TraceHeader header = header(first);
            List<Observation> observations = new ArrayList<>();
            long last = Long.MIN_VALUE;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Observation observation = TraceLine.parse(line);
                if (observation.step() <= last) {
                    throw new IllegalArgumentException(
                            "step must be above the line before's, " + last + ", got " + observation.step());
                }
                last = observation.step();
                observations.add(observation);
            }
            return new Trace(header, observations);
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ':' + number + ": " + e.getMessage(), e);
        }
    }

    private static TraceHeader header(String text) {
        Map<String, String> texts = new HashMap<>();
        List<Long> plannedSteps = new ArrayList<>();
        List<Double> chanceLoss = new ArrayList<>();
        StrictJson.line(text, (name, json) -> {
            switch (name) {
                case "format", "name" -> texts.put(name, json.text(name));
                case "plannedSteps" -> plannedSteps.add(json.whole(name));
                case "chanceLoss" -> chanceLoss.add(json.number(name));
                default -> throw StrictJson.unknown(name);
            }
        });
        String format = texts.getOrDefault("format", "none");
        if (!format.equals(TraceHeader.FORMAT)) {
            throw new IllegalArgumentException("format must be " + TraceHeader.FORMAT + ", got " + format);
        }
        TraceHeader header = TraceHeader.named(texts.getOrDefault("name", ""));
        for (long steps : plannedSteps) {
            header = header.withPlannedSteps(steps);
        }
        for (double loss : chanceLoss) {
            header = header.withChanceLoss(loss);
        }
        return header;
    }
}
