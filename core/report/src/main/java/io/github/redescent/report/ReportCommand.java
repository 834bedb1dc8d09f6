package io.github.redescent.report;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line: {@code TRACE.jsonl... -o REPORT.html}. */
record ReportCommand(List<Path> traces, Optional<Path> output, List<String> mistakes) {
    private static final String USAGE = "usage: RunReport TRACE.jsonl... -o REPORT.html";

    static ReportCommand of(List<String> arguments) {
        List<Path> traces = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        Optional<Path> output = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-o") && i + 1 < arguments.size()) {
                i++;
                output = Optional.of(Path.of(arguments.get(i)));
            } else if (argument.startsWith("-")) {
                mistakes.add("there is no option " + argument);
            } else {
                traces.add(Path.of(argument));
            }
        }
        if (traces.isEmpty()) {
            mistakes.add("a trace is missing");
        }
        return new ReportCommand(traces, output, mistakes);
    }

    /** Returns the exit code. */
    int run(PrintStream out, PrintStream err) {
        if (!mistakes.isEmpty()) {
            err.println(String.join("; ", mistakes) + System.lineSeparator() + USAGE);
            return 1;
        }
        Path page = output.orElseGet(() -> Path.of("report.html"));
        try {
            RunReport.ofTraces(traces, page);
            out.println(page);
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException wrong) {
            err.println(wrong.getMessage());
            return 1;
        }
    }
}
