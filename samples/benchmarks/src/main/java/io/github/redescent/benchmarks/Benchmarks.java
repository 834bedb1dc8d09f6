package io.github.redescent.benchmarks;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs one benchmark by name; each result is one line {@code BENCH {json}} on standard output. */
public final class Benchmarks {
    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.of(
            "controller-step", ControllerStep::run,
            "dl4j-overhead", Dl4jOverhead::run,
            "djl-optimizer-step", DjlOptimizerStep::run,
            "djl-training-step", DjlTrainingStep::run,
            "fine-tuning", FineTuningBench::run,
            "group-overhead", GroupOverhead::run,
            "reset-on-decay", ResetOnDecayBench::run,
            "swats-overhead", SwatsOverhead::run,
            "switch-generalisation", SwitchBench::run));

    /** More threads on these wait for each other more than they work. */
    private static final Set<String> SMALL_TENSORS =
            Set.of("fine-tuning", "group-overhead", "reset-on-decay", "switch-generalisation");

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
