package io.github.redescent.benchmarks.rescue;

import io.github.redescent.benchmarks.Fork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Trains some 300 configurations in each way. System properties, each a comma-separated list in any case:
 * {@code rescue.tasks}, {@code rescue.columns}, {@code rescue.causes}, {@code rescue.frameworks}; all by default.
 * {@code rescue.forks} processes (2) share the work. {@code rescue.outcomes} names a file that keeps the outcomes of
 * what does not change with this library, so that they are not computed again.
 */
public final class RescueBench {
    private static final String OUTCOME = "OUTCOME ";
    private static final long SEED = 1;

    private RescueBench() {}

    /** Trains, and prints BENCH lines and tables. */
    public static void run() throws IOException {
        Path file = Path.of(System.getProperty("rescue.outcomes", "/dev/null"));
        for (Framework framework : chosen("rescue.frameworks", Framework.values())) {
            Results results = Results.rivalsOf(file);
            fork(framework, file, results);
            List<Configuration> runs = configurations(framework);
            new RescueReport(framework, runs, columns(), new Shares(results, runs)).print();
            results.write(file);
        }
    }

    /** Trains one share of the work; arguments: its index, of how many, the framework, the file of outcomes. */
    public static void main(String[] args) throws IOException {
        int index = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        Results known = Results.rivalsOf(Path.of(args[3]));
        List<Configuration> runs = configurations(Framework.valueOf(args[2]));
        for (int i = index; i < runs.size(); i += count) {
            for (Column column : columns()) {
                if (known.of(runs.get(i), column).isEmpty()) {
                    System.out.println(OUTCOME
                            + new Results.Line(runs.get(i).key(), column, column.run(runs.get(i))));
                }
            }
        }
    }

    private static void fork(Framework framework, Path file, Results results) throws IOException {
        int count = Integer.getInteger("rescue.forks", 2);
        List<Process> forks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ProcessBuilder fork = Fork.of(
                    RescueBench.class, String.valueOf(i), String.valueOf(count), framework.name(), file.toString());
            fork.environment().put("OMP_NUM_THREADS", "1");
            forks.add(fork.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        }
        List<Thread> readers = forks.stream()
                .map(fork -> new Thread(() -> read(fork, results)))
                .toList();
        readers.forEach(Thread::start);
        try {
            for (int i = 0; i < count; i++) {
                readers.get(i).join();
                if (forks.get(i).waitFor() != 0) {
                    throw new IOException("a part of the benchmark failed; its error is above");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forks.forEach(Process::destroy);
        }
    }

    private static void read(Process fork, Results results) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(fork.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(OUTCOME)) {
                    synchronized (results) {
                        results.add(Results.Line.parse(line.substring(OUTCOME.length())));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
