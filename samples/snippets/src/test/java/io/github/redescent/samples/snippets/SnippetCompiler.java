package io.github.redescent.samples.snippets;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes a class of a snippet: imports around it, and a method of {@link Surroundings} that holds it as it is. */
final class SnippetCompiler {
    private static final String NAME = "Printed";

    /** The product's packages, and the hosts' types that a program with such a snippet has imported. */
    private static final List<String> IMPORTS = List.of(
            "java.nio.file.*",
            "java.util.*",
            "io.github.redescent.*",
            "io.github.redescent.control.*",
            "io.github.redescent.parameter.*",
            "io.github.redescent.policy.*",
            "io.github.redescent.optimizer.LearningRate",
            "io.github.redescent.optimizer.OptimizerSpec",
            "io.github.redescent.dl4j.*",
            "io.github.redescent.djl.*",
            "io.github.redescent.djl.optimizer.FusedOptimizer",
            "org.nd4j.linalg.learning.config.*",
            "org.nd4j.linalg.schedule.*",
            "ai.djl.ndarray.types.Shape",
            "ai.djl.training.DefaultTrainingConfig",
            "ai.djl.training.EasyTrain",
            "ai.djl.training.Trainer",
            "ai.djl.training.listener.TrainingListener",
            "ai.djl.training.loss.Loss",
            "ai.djl.training.tracker.Tracker");

    private SnippetCompiler() {}

    /**
     * Compiles a snippet.
     *
     * @param directory for source and class
     * @throws IllegalArgumentException if it does not compile; the message has the compiler's, with the snippet's lines
     */
    static Surroundings compile(Snippet snippet, Path directory) throws IOException, ReflectiveOperationException {
        String head = "import " + Surroundings.class.getName() + ";\n"
                + IMPORTS.stream().map(name -> "import " + name + ";\n").collect(joining())
                + snippet.imports() + "\npublic class " + NAME + " extends Surroundings {\n"
                + "@Override protected void snippet() throws Exception {\n";
        Path source = Files.writeString(directory.resolve(NAME + ".java"), head + snippet.body() + "\n}}\n");
        long linesBefore = head.lines().count() - snippet.imports().lines().count();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
            List<String> options =
                    List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            if (!compiler.getTask(null, files, problems, options, null, files.getJavaFileObjects(source))
                    .call()) {
                throw new IllegalArgumentException(problems.getDiagnostics().stream()
                        .map(problem -> snippet.file() + ":" + (snippet.line() + problem.getLineNumber() - linesBefore)
                                + ": " + problem.getMessage(null))
                        .collect(joining("\n")));
            }
        }
        return load(directory);
    }

    private static Surroundings load(Path directory) throws IOException, ReflectiveOperationException {
        URL[] here = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(here, Surroundings.class.getClassLoader())) {
            Class<?> printed = loader.loadClass(NAME);
            // The loader closes with this method: a snippet's lambdas need no other class of it.
            return (Surroundings) printed.getConstructor().newInstance();
        }
    }

    /** Returns the Markdown files that show Java: README.md and those in docs and docs/decisions. */
    static List<Path> pages(Path root) throws IOException {
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md"))
                                    .map(root::relativize)
                                    .sorted())
                    .toList();
        }
    }
}
