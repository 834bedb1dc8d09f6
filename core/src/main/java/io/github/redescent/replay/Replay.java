package io.github.redescent.replay;

import io.github.redescent.Recipe;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Observation;
import io.github.redescent.control.TrainingEvent.Decided;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.region.Verdict;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Shows recorded runs to policies, without any framework. A run that was recorded with the same recipe gives the same
 * decisions. With another one, what a policy sees after its first decision is not what it would have seen: the recorded
 * losses do not know of it.
 */
public final class Replay {
    private static final Recipe DEFAULT = new Recipe(
            List.of(ReinitializeOnBadRegion.defaults()), ParameterGroups.unchanged(), 0, OptionalLong.empty(), false);

    private Replay() {}

    /**
     * Judges traces by {@link ReinitializeOnBadRegion#defaults()} and prints a line of JSON for each. Malformed ones
     * are reported on the error stream with file and line, and make the exit code 1.
     *
     * @param files paths of traces
     */
    public static void main(String... files) {
        int code = judgeAll(Arrays.stream(files).map(Path::of).toList(), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int judgeAll(List<Path> files, PrintStream out, PrintStream err) {
        if (files.isEmpty()) {
            err.println("usage: Replay TRACE.jsonl...");
            return 1;
        }
        List<Outcome> outcomes = files.parallelStream().map(Replay::outcome).toList();
        outcomes.forEach(outcome -> (outcome.failed() ? err : out).println(outcome.line()));
        return outcomes.stream().anyMatch(Outcome::failed) ? 1 : 0;
    }

    private record Outcome(boolean failed, String line) {}

    private static Outcome outcome(Path file) {
        try {
            return new Outcome(false, judge(file, DEFAULT).toJson());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return new Outcome(true, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Judges a file: the first verdict of a policy of the recipe that is sure. The file is read to its end.
     *
     * @throws IllegalArgumentException if a line is malformed, or the recipe cannot work on the recorded model
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Judgement judge(Path file, Recipe recipe) {
        try (TraceReader reader = TraceReader.open(file)) {
            return judge(reader.header(), reader::nextStep, recipe);
        }
    }

    /** Judges a trace, as {@link #judge(Path, Recipe)}. */
    public static Judgement judge(Trace trace, Recipe recipe) {
        return judge(trace.header(), lines(trace), recipe);
    }

    /**
     * Returns everything that the recipe's policies would decide on a recorded run, in order.
     *
     * @throws IllegalArgumentException if a line is malformed, or the recipe cannot work on the recorded model
     * @throws UncheckedIOException if the file cannot be read
     */
    public static List<Decided> decisions(Path file, Recipe recipe) {
        try (TraceReader reader = TraceReader.open(file)) {
            List<Decided> all = new ArrayList<>();
            show(reader.header(), reader::nextStep, recipe, all, decided -> false);
            return all;
        }
    }

    /** Returns everything that the recipe's policies would decide on a trace, as {@link #decisions(Path, Recipe)}. */
    public static List<Decided> decisions(Trace trace, Recipe recipe) {
        List<Decided> all = new ArrayList<>();
        show(trace.header(), lines(trace), recipe, all, decided -> false);
        return all;
    }

    private static Judgement judge(TraceHeader header, Supplier<Optional<TracedStep>> lines, Recipe recipe) {
        List<Decided> all = new ArrayList<>();
        Seen seen = show(header, lines, recipe, all, Replay::isSure);
        List<Decided> findings = all.stream().filter(Replay::isFinding).toList();
        if (findings.isEmpty()) {
            String reason = "nothing was found in " + seen.lines() + " steps";
            return new Judgement(header.name(), Verdict.HEALTHY, seen.last(), reason);
        }
        Decided newest = findings.get(findings.size() - 1);
        String sentence = newest.decision().because().sentence();
        return isSure(newest)
                ? new Judgement(header.name(), verdict(newest), newest.step(), sentence)
                : new Judgement(
                        header.name(),
                        Verdict.HEALTHY,
                        seen.last(),
                        "suspected at step " + newest.step() + ": " + sentence);
    }

    /** What was read: so many lines, up to a step. */
    private record Seen(long lines, long last) {}

    /** Shows lines until a decision is the last that is wanted; the others are only read. */
    private static Seen show(
            TraceHeader header,
            Supplier<Optional<TracedStep>> lines,
            Recipe recipe,
            List<Decided> decisions,
            Predicate<Decided> last) {
        Optional<TracedStep> line = lines.get();
        if (line.isEmpty()) {
            return new Seen(0, 0);
        }
        Showing showing = Showing.begin(header, recipe, line.get().observed(), event -> {
            if (event instanceof Decided decided && !decided.policy().equals(Showing.RECORDED)) {
                decisions.add(decided);
            }
        });
        long count = 0;
        long step = 0;
        boolean done = false;
        for (; line.isPresent(); line = lines.get()) {
            count++;
            step = line.get().observed().step();
            if (!done) {
                int before = decisions.size();
                showing.show(line.get());
                done = decisions.subList(before, decisions.size()).stream().anyMatch(last);
            }
        }
        return new Seen(count, step);
    }

    private static Supplier<Optional<TracedStep>> lines(Trace trace) {
        Iterator<Observation> observations = trace.observations().iterator();
        return () ->
                observations.hasNext() ? Optional.of(new TracedStep(observations.next(), List.of())) : Optional.empty();
    }

    /** A policy may decide for other reasons than a bad region, as one that keeps the best weights does. */
    private static boolean isFinding(Decided decided) {
        return Verdict.ofRule(decided.decision().because().rule()).isPresent();
    }

    private static boolean isSure(Decided decided) {
        return isFinding(decided) && decided.fate() != Fate.SUSPECTED;
    }

    private static Verdict verdict(Decided decided) {
        return Verdict.ofRule(decided.decision().because().rule()).orElse(Verdict.HEALTHY);
    }
}
