package io.github.redescent.benchmarks.rescue;

import io.github.redescent.benchmarks.Fork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Trains some 300 configurations in each way. System properties, each a comma-separated list in any case:
 * {@code rescue.tasks}, {@code rescue.columns}, {@code rescue.causes}, {@code rescue.frameworks}; all by default.
 * {@code rescue.forks} processes (2) work at a time. {@code rescue.outcomes} names a file that keeps the outcomes of
 * what does not change with this library, so that they are not computed again.
 */
public final class RescueBench {
    private static final String OUTCOME = "OUTCOME ";
    private static final long SEED = 1;

    /** A process frees little of its native memory, see below, so it does not live long. */
    private static final int RUNS_PER_PROCESS = 60;

    /** Registering each small array with JavaCPP's garbage collection costs more than training on it. */
    private static final List<String> QUICK_FOR_SMALL_NETS = List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.bytedeco.javacpp.nopointergc=true",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

    private RescueBench() {}

    /** Trains, and prints BENCH lines and tables. */
    public static void run() throws IOException {
        String file = System.getProperty("rescue.outcomes", "");
        for (Framework framework : chosen("rescue.frameworks", Framework.values())) {
            Results results = Results.rivalsOf(file);
            List<Configuration> runs = configurations(framework);
            train(framework, runs.size(), file, results);
            new RescueReport(framework, runs, columns(), new Shares(results, runs)).print();
        }
    }

    /**
     * Trains some of the configurations; arguments: the first one, the one behind the last, framework, outcomes' file.
     */
    public static void main(String[] args) throws IOException {
        Results known = Results.rivalsOf(args[3]);
        List<Configuration> runs = configurations(Framework.valueOf(args[2]));
        for (Configuration run : runs.subList(Integer.parseInt(args[0]), Integer.parseInt(args[1]))) {
            for (Column column : columns()) {
                if (known.of(run, column).isEmpty()) {
                    System.out.println(OUTCOME + new Results.Line(run.key(), column, column.run(run)));
                }
            }
        }
    }

    private static void train(Framework framework, int count, String file, Results results) throws IOException {
        ExecutorService watchers = Executors.newFixedThreadPool(Integer.getInteger("rescue.forks", 2));
        try {
            int size = Math.max(1, RUNS_PER_PROCESS / columns().size());
            List<Callable<Integer>> parts = new ArrayList<>();
            for (int from = 0; from < count; from += size) {
                String[] part = {
                    String.valueOf(from),
                    String.valueOf(Math.min(from + size, count)),
                    framework.name(),
                    file.toString()
                };
                parts.add(() -> {
                    int exit = trainApart(part, results);
                    results.write(file);
                    System.err.println(framework.id() + ' ' + part[0] + " to " + part[1] + " of " + count + " done");
                    return exit;
                });
            }
            for (Future<Integer> part : watchers.invokeAll(parts)) {
                if (part.get() != 0) {
                    throw new IOException("a part of the benchmark failed; its error is above");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IOException("a part of the benchmark could not be read", e);
        } finally {
            watchers.shutdownNow();
        }
    }

    private static int trainApart(String[] part, Results results) throws IOException, InterruptedException {
        ProcessBuilder fork = Fork.of(RescueBench.class, QUICK_FOR_SMALL_NETS, part);
        fork.environment().put("OMP_NUM_THREADS", "1");
        Process process = fork.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(OUTCOME)) {
                    results.add(Results.Line.parse(line.substring(OUTCOME.length())));
                }
            }
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>(chosen("rescue.columns", Column.values()));
        if (!columns.contains(Column.ALONE)) {
            columns.add(0, Column.ALONE);
        }
        return columns;
    }

    /** Returns the runs; clean ones are always among them, since the best run of a task is the measure of all. */
    private static List<Configuration> configurations(Framework framework) throws IOException {
        List<Cause> causes = chosen("rescue.causes", Cause.values());
        List<Task> tasks = framework.tasks();
        List<Task> asked = chosen("rescue.tasks", tasks, Task::name);
        return asked.stream()
                .flatMap(task -> Arrays.stream(Cause.values())
                        .filter(cause -> cause == Cause.CLEAN || causes.contains(cause))
                        .flatMap(cause -> configurations(framework, task, cause)))
                .toList();
    }

    private static Stream<Configuration> configurations(Framework framework, Task task, Cause cause) {
        return task.rules().stream()
                .filter(rule -> cause.fits(task.net(), rule) && framework.takes(cause))
                .map(rule -> new Configuration(framework, task, rule, cause, SEED));
    }

    private static <E extends Enum<E>> List<E> chosen(String property, E[] all) {
        return chosen(property, Arrays.asList(all), value -> value.name().toLowerCase(Locale.ROOT));
    }

    private static <T> List<T> chosen(String property, List<T> all, Function<T, String> name) {
        String list = System.getProperty(property, "");
        if (list.isEmpty()) {
            return all;
        }
        List<String> names = List.of(list.toLowerCase(Locale.ROOT).split(","));
        List<String> known = all.stream().map(name).toList();
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException(property + " must name some of " + known + ", got " + list);
        }
        return all.stream().filter(it -> names.contains(name.apply(it))).toList();
    }
}
