package io.github.redescent.report;

import io.github.redescent.Recipe;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Rate;
import io.github.redescent.control.Run;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterInfo;
import java.io.Console;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Shows how far a run is on the console: one bar with loss, rates, frozen groups and the last decision; where the
 * output is no terminal, one line per tenth of the run. The bar is drawn by {@code me.tongfei:progressbar}, which a
 * program adds itself; without it there are lines. Used by the training thread alone.
 */
public final class TrainingProgress implements RunWatcher {
    private final ProgressDisplay display;
    private final Recent recent = new Recent();
    private List<String> groups = List.of();
    private OptionalLong plannedSteps = OptionalLong.empty();
    private String lastDecision = "";

    TrainingProgress(ProgressDisplay display) {
        this.display = display;
    }

    /** Returns a progress display on the error stream, a bar if that is a terminal. */
    public static TrainingProgress onConsole() {
        return new TrainingProgress(isTerminal() ? bar() : lines(System.err));
    }

    /** From JDK 22 on there is a console where there is no terminal, and it can be asked. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    static ProgressDisplay lines(PrintStream out) {
        return new ProgressLines(out);
    }

    private static ProgressDisplay bar() {
        try {
            return new ProgressBarDisplay();
        } catch (LinkageError noSuchLibrary) {
            return lines(System.err);
        }
    }

    @Override
    public void started(Recipe recipe, Run run) {
        plannedSteps = run.plannedSteps();
        groups = run.parameters().entries().stream()
                .map(ParameterInfo::group)
                .distinct()
                .toList();
        display.begin(run.firstStep(), plannedSteps);
    }

    @Override
    public void observed(Observation now) {
        if (now.moment() == Moment.STEP) {
            recent.add(now.step(), now.loss());
            display.at(now.step(), () -> message(now.rates()));
        }
    }

    @Override
    public void happened(TrainingEvent event) {
        if (event instanceof TrainingEvent.Stopped stopped) {
            lastDecision = "stopped: " + stopped.reason();
        } else if (event instanceof TrainingEvent.Decided decided
                && !decided.decision().routine()) {
            lastDecision = decided.policy() + " at step " + Numbers.count(decided.step()) + " ("
                    + decided.decision().because().rule() + ')';
        }
    }

    @Override
    public void ended() {
        display.end();
    }

    @Override
    public String toString() {
        return "the progress display";
    }

    private String message(Map<String, Rate> rates) {
        List<String> parts = new ArrayList<>();
        parts.add("loss " + Numbers.brief(recent.mean()));
        boolean alone = rates.size() == 1;
        rates.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(rate -> (alone ? "rate " : rate.getKey() + ' ')
                        + Numbers.brief(rate.getValue().effective()))
                .forEach(parts::add);
        String frozen =
                groups.stream().filter(group -> !rates.containsKey(group)).collect(Collectors.joining(" "));
        if (!frozen.isEmpty()) {
            parts.add("frozen " + frozen);
        }
        if (!lastDecision.isEmpty()) {
            parts.add(lastDecision);
        }
        return String.join(", ", parts);
    }
}
