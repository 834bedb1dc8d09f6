package io.github.redescent.report;

import io.github.redescent.Recipe;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Run;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Shows a run as one HTML file that needs no network: loss beside the constant's loss and a forecast, rates, update
 * sizes per layer, decisions with their evidence, attempts side by side. It is written while the run goes on, and again
 * when control ends; or at any later time from traces, by {@link #main}. Takes bounded memory and at most about 1% of
 * the run's time. Used by the training thread alone.
 */
public final class RunReport implements RunWatcher {
    /** A write that took d is followed by the next after this many d. */
    private static final long REST = 100;

    private static final long REST_AFTER_EVENT = 20;
    private static final long LEAST_REST_NANOS = 2_000_000_000L;

    /** Until this step layers are looked at as often as a black box does, later at one step in so many. */
    private static final long OFTEN = 1024;

    private static final long RARELY = 64;

    private final Path file;
    private final RunCollector collector;
    private final LastWrite lastWrite = new LastWrite(this);
    private long lastCost;
    private long lastEnd;
    private long rest;
    private boolean running;

    private RunReport(Path file, String name) {
        this.file = file;
        this.collector = new RunCollector(name);
    }

    /**
     * Returns a report of one run, to be watched with.
     *
     * @param file the page; one that exists is replaced when the run starts
     */
    public static RunReport to(Path file) {
        String name = file.getFileName().toString();
        return new RunReport(file, name.endsWith(".html") ? name.substring(0, name.length() - 5) : name);
    }

    /**
     * Makes a page of recorded runs, drawn over each other.
     *
     * @param traces files in the format of {@link io.github.redescent.replay.TraceReader}
     * @param file the page
     * @throws IllegalArgumentException if there is no trace, or one is malformed; the message names file and line
     * @throws UncheckedIOException if a file cannot be read or written
     */
    public static void ofTraces(List<Path> traces, Path file) {
        if (traces.isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one trace, got none");
        }
        write(file, new Page.Content(false, traces.stream().map(TraceRun::view).toList()));
    }

    /**
     * Makes a page of traces: {@code RunReport TRACE.jsonl... -o REPORT.html}. What is wrong with them is said on the
     * error stream, and the exit code is 1.
     */
    public static void main(String... arguments) {
        ReportCommand command = ReportCommand.of(List.of(arguments));
        int code = command.run(System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Writes the page as of now. */
    public void write() {
        long begin = System.nanoTime();
        write(file, new Page.Content(running, List.of(collector.view(collector.standing()))));
        lastEnd = System.nanoTime();
        lastCost = lastEnd - begin;
        rest = Math.max(LEAST_REST_NANOS, REST * lastCost);
    }

    @Override
    public void started(Recipe recipe, Run run) {
        collector.started(recipe, run);
        running = true;
        createFolder();
        write();
        lastWrite.arm();
    }

    @Override
    public Set<Measurement> wants(long step) {
        return step <= OFTEN || step % RARELY == 0 ? collector.box().wants(step) : Set.of();
    }

    @Override
    public void observed(Observation now) {
        collector.observed(now);
        if (now.moment() == Moment.EPOCH) {
            soon();
        }
        if (System.nanoTime() - lastEnd >= rest) {
            write();
        }
    }

    @Override
    public void happened(TrainingEvent event) {
        collector.happened(event);
        if (event instanceof TrainingEvent.Stopped) {
            running = false;
            write();
        } else if (!(event instanceof TrainingEvent.Decided decided
                && decided.decision().routine())) {
            soon();
        }
    }

    @Override
    public void ended() {
        lastWrite.disarm();
        running = false;
        write();
    }

    @Override
    public String toString() {
        return "the report " + file;
    }

    /** Lets the next write come sooner: there is something to see. */
    private void soon() {
        rest = Math.min(rest, REST_AFTER_EVENT * lastCost);
    }

    private void createFolder() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot make the folder of the report " + file, refused);
        }
    }

    private static void write(Path file, Page.Content content) {
        try {
            Page.write(file, content);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot write the report " + file, refused);
        }
    }
}
