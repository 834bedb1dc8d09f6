package io.github.redescent.benchmarks.rescue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the outcomes come to: one BENCH line per column, and tables per cause and per task. */
record RescueReport(Framework framework, List<Configuration> runs, List<Column> columns, Shares shares) {
    void print() {
        List<Configuration> broken = runs.stream().filter(shares::broken).toList();
        List<Configuration> healthy = runs.stream().filter(shares::healthy).toList();
        for (Column column : columns) {
            System.out.printf(
                    Locale.ROOT,
                    "BENCH {\"name\":\"rescue\",\"framework\":\"%s\",\"column\":\"%s\",\"broken\":%d,\"rescued\":%d,"
                            + "\"rescuedShare\":%.3f,\"healthy\":%d,\"worse\":%d,\"worst\":%.3f,\"acted\":%d,"
                            + "\"middling\":%d}%n",
                    framework.id(),
                    column.id(),
                    broken.size(),
                    count(broken, run -> shares.rescued(run, column)),
                    (double) count(broken, run -> shares.rescued(run, column)) / Math.max(1, broken.size()),
                    healthy.size(),
                    count(healthy, run -> shares.worse(run, column)),
                    healthy.stream()
                            .mapToDouble(run -> shares.of(run, column) - shares.of(run, Column.ALONE))
                            .min()
                            .orElse(0),
                    count(healthy, run -> shares.acted(run, column)),
                    runs.size() - broken.size() - healthy.size());
        }
        table("rescued of broken, per cause", broken, run -> run.cause().name(), shares::rescued);
        table("rescued of broken, per task", broken, run -> run.task().name(), shares::rescued);
        table(
                "healthy runs that end worse, per cause",
                healthy,
                run -> run.cause().name(),
                shares::worse);
        table(
                "healthy runs with an action, per cause",
                healthy,
                run -> run.cause().name(),
                shares::acted);
        for (Column column : columns) {
            if (column.ours()) {
                list(column + " does not rescue", broken, column, run -> !shares.rescued(run, column));
                list(column + " makes worse", healthy, column, run -> shares.worse(run, column));
                list(column + " acts on healthy", healthy, column, run -> shares.acted(run, column));
            }
        }
    }

    private void table(String title, List<Configuration> of, Function<Configuration, String> row, Judgement judgement) {
        System.out.println("\n" + framework.id() + ": " + title);
        List<String> head = new ArrayList<>(List.of("", "runs"));
        columns.forEach(column -> head.add(column.id()));
        System.out.println("| " + String.join(" | ", head) + " |");
        System.out.println("|---".repeat(head.size()) + "|");
        Map<String, List<Configuration>> rows =
                of.stream().collect(Collectors.groupingBy(row, LinkedHashMap::new, Collectors.toList()));
        rows.forEach((name, members) -> {
            List<String> cells = new ArrayList<>(List.of(name.toLowerCase(Locale.ROOT), members.size() + ""));
            columns.forEach(column -> cells.add(count(members, run -> judgement.of(run, column)) + ""));
            System.out.println("| " + String.join(" | ", cells) + " |");
        });
    }

    private void list(String title, List<Configuration> of, Column column, Predicate<Configuration> which) {
        System.out.println("\n" + framework.id() + ": " + title);
        of.stream()
                .filter(which)
                .forEach(run -> System.out.printf(
                        Locale.ROOT,
                        "  %-50s share %8.3f, alone %8.3f%n",
                        run.key(),
                        shares.of(run, column),
                        shares.of(run, Column.ALONE)));
    }

    private static long count(List<Configuration> of, Predicate<Configuration> which) {
        return of.stream().filter(which).count();
    }

    /** Says something of a run in a column. */
    @FunctionalInterface
    private interface Judgement {
        boolean of(Configuration run, Column column);
    }
}
