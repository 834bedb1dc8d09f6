package io.github.redescent.samples.snippets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A block of Java in a Markdown file.
 *
 * @param file relative to the project's root
 * @param line of the fence above it, from 1
 * @param code without fences
 */
record Snippet(Path file, int line, String code) {
    private static final String OPEN = "```java";
    private static final String CLOSE = "```";

    /** Returns the Java blocks of a file, first to last. */
    static List<Snippet> in(Path root, Path file) throws IOException {
        List<String> lines = Files.readAllLines(root.resolve(file));
        List<Snippet> found = new ArrayList<>();
        for (int start = lines.indexOf(OPEN); start >= 0; ) {
            int first = start + 1;
            List<String> rest = lines.subList(first, lines.size());
            int length = rest.indexOf(CLOSE);
            if (length < 0) {
                throw new IllegalArgumentException(file + ":" + first + ": the block is never closed");
            }
            found.add(new Snippet(file, first, String.join("\n", rest.subList(0, length))));
            int next = rest.subList(length, rest.size()).indexOf(OPEN);
            start = next < 0 ? -1 : first + length + next;
        }
        return found;
    }

    /** Returns the snippet's own imports, one a line. */
    String imports() {
        return code.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
    }

    /** Returns what stands in a method. */
    String body() {
        return code.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
