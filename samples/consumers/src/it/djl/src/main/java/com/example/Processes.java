package com.example;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Other processes, with a class path chosen from this one's. */
final class Processes {
    private Processes() {}

    /** Checks that the class path is the one that this program is about. */
    static void require(String... jars) {
        for (String jar : jars) {
            if (classPath().noneMatch(entry -> entry.contains(jar))) {
                throw new AssertionError(jar + " is not on the class path: " + classPath().toList());
            }
        }
    }

    static void run(String name, Predicate<String> jars, Class<?> main, String argument) throws Exception {
        run(name, jars, main.getName(), argument);
    }

    /** Runs a program, prints what it says after its name, and fails if it fails. */
    static void run(String name, Predicate<String> jars, String main, String argument) throws Exception {
        List<String> command = new ArrayList<>(List.of("java", "-Xmx1g", "-Dai.djl.offline=true", "-classpath"));
        command.add(classPath().filter(jars).collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of(main, argument));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.inputReader().lines().forEach(line -> System.out.println(name + ": " + line));
        if (process.waitFor() != 0) {
            throw new AssertionError(name + " ended with " + process.exitValue());
        }
    }

    private static Stream<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }
}
