package io.github.redescent.benchmarks;

import io.github.redescent.benchmarks.detection.RegionDetection;
import io.github.redescent.benchmarks.rescue.RescueBench;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs one benchmark by name; each result is one line {@code BENCH {json}} on standard output. */
public final class Benchmarks {
    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("controller-step", ControllerStep::run),
            Map.entry("dl4j-overhead", Dl4jOverhead::run),
            Map.entry("djl-optimizer-step", DjlOptimizerStep::run),
            Map.entry("djl-training-step", DjlTrainingStep::run),
            Map.entry("fine-tuning", FineTuningBench::run),
            Map.entry("fine-tuning-text", TextTuningBench::run),
            Map.entry("fine-tuning-words", WordTuningBench::run),
            Map.entry("group-overhead", GroupOverhead::run),
            Map.entry("region-detection", RegionDetection::run),
            Map.entry("rescue", RescueBench::run),
            Map.entry("reset-on-decay", ResetOnDecayBench::run),
            Map.entry("swats-overhead", SwatsOverhead::run),
            Map.entry("switch-generalisation", SwitchBench::run)));

    /** More threads on these wait for each other more than they work. */
    private static final Set<String> SMALL_TENSORS =
            Set.of("fine-tuning", "fine-tuning-words", "group-overhead", "reset-on-decay", "switch-generalisation");

    private static final String THREADS = "OMP_NUM_THREADS";

    private Benchmarks() {}

    /** Something to measure. */
    private interface Benchmark {
        void run() throws Exception;
    }

    /** The native libraries read the variable before Java could set it. */
    private static int againWithOneThread(String name) throws IOException, InterruptedException {
        ProcessBuilder again = Fork.of(Benchmarks.class, name).inheritIO();
        again.environment().put(THREADS, "1");
        return again.start().waitFor();
    }

    /** Runs the benchmark that the only argument names. */
    public static void main(String[] args) throws Exception {
        Benchmark chosen = args.length == 1 ? ALL.get(args[0]) : null;
        if (chosen == null) {
            System.err.println("-Dbench must name one of " + ALL.keySet() + ", got " + String.join(" ", args));
            System.exit(1);
            return;
        }
        if (SMALL_TENSORS.contains(args[0]) && System.getenv(THREADS) == null) {
            System.exit(againWithOneThread(args[0]));
        }
        chosen.run();
    }
}
