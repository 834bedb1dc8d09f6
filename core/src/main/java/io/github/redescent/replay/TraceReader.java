package io.github.redescent.replay;

import io.github.redescent.control.Observation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads a trace line by line, strictly: {@code step} and {@code loss} are required, steps increase, and what is not
 * known, stands twice or is of another type is refused. It holds one line at a time, however long the trace. Not
 * thread-safe.
 */
public final class TraceReader implements AutoCloseable {
    private final BufferedReader lines;
    private final String source;
    private final TraceHeader header;
    private int number;
    private long last = Long.MIN_VALUE;

    private TraceReader(BufferedReader lines, String source) {
        this.lines = lines;
        this.source = source;
        this.header = nextLine()
                .map(text -> named(() -> header(text)))
                .orElseThrow(() ->
                        new IllegalArgumentException(source + ":1: the trace is empty; it must start with a header"));
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws IllegalArgumentException if the header is malformed; the message starts with file and line number
     * @throws UncheckedIOException if the file cannot be read
     */
    public static TraceReader open(Path file) {
        try {
            BufferedReader lines = Files.newBufferedReader(file);
            try {
                return new TraceReader(lines, file.toString());
            } catch (RuntimeException e) {
                lines.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the trace " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws IllegalArgumentException if a line is malformed; the message starts with file and line number
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Trace read(Path file) {
        try (TraceReader reader = open(file)) {
            return reader.rest();
        }
    }

    /**
     * Reads a whole trace.
     *
     * @param source stands in messages
     * @throws IllegalArgumentException if a line is malformed; the message starts with source and line number
     * @throws UncheckedIOException if it cannot be read
     */
    public static Trace read(BufferedReader lines, String source) {
        return new TraceReader(lines, source).rest();
    }

    /** Returns what is known of the run. */
    public TraceHeader header() {
        return header;
    }

    /**
     * Reads one more line.
     *
     * @return empty at the end
     * @throws IllegalArgumentException if it is malformed; the message starts with source and line number
     * @throws UncheckedIOException if it cannot be read
     */
    public Optional<Observation> next() {
        return nextStep().map(TracedStep::observed);
    }

    Optional<TracedStep> nextStep() {
        return nextLine().map(text -> named(() -> later(TraceLine.parse(text))));
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + source, e);
        }
    }

    private Trace rest() {
        List<Observation> observations = new ArrayList<>();
        for (Optional<Observation> line = next(); line.isPresent(); line = next()) {
            observations.add(line.get());
        }
        return new Trace(header, observations);
    }

    private TracedStep later(TracedStep step) {
        if (step.observed().step() <= last) {
            throw new IllegalArgumentException("step must be above the line before's, " + last + ", got "
                    + step.observed().step());
        }
        last = step.observed().step();
        return step;
    }

    private Optional<String> nextLine() {
        try {
            number++;
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source + " at line " + number + ": " + e.getMessage(), e);
        }
    }

    /** Names the line in what is thrown. */
    private <T> T named(Supplier<T> parsed) {
        try {
            return parsed.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ':' + number + ": " + e.getMessage(), e);
        }
    }

    private static TraceHeader header(String text) {
        HeaderLine line = new HeaderLine();
        StrictJson.line(text, line::member);
        return line.header();
    }
}
