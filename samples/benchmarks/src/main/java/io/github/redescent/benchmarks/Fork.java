package io.github.redescent.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Another process like this one. */
public final class Fork {
    private Fork() {}

    /** Prepares a process that runs a main class with this one's options and class path. */
    static ProcessBuilder of(Class<?> main, String... arguments) {
        return of(main, List.of(), arguments);
    }

    /** Prepares one that has further options of the virtual machine. */
    public static ProcessBuilder of(Class<?> main, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
