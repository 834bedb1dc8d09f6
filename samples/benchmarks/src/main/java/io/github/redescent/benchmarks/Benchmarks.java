package io.github.redescent.benchmarks;

import java.util.Map;
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

    private Benchmarks() {}

    /** Something to measure. */
    private interface Benchmark {
        void run() throws Exception;
    }

    /** Runs the benchmark that the only argument names. */
    public static void main(String[] args) throws Exception {
        Benchmark chosen = args.length == 1 ? ALL.get(args[0]) : null;
        if (chosen == null) {
            System.err.println("-Dbench must name one of " + ALL.keySet() + ", got " + String.join(" ", args));
            System.exit(1);
            return;
        }
        chosen.run();
    }
}
