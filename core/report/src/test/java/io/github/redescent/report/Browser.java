package io.github.redescent.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Opens a page in a headless Chromium, where the machine has one. */
final class Browser {
    private static final long SECONDS = 60;

    private Browser() {}

    /**
     * What a browser made of a page.
     *
     * @param dom the document after its scripts ran
     * @param console what was said on the console, a line each
     */
    record Opened(String dom, List<String> console) {
        long count(String part) {
            return dom.split(java.util.regex.Pattern.quote(part), -1).length - 1L;
        }
    }

    /** Opens a page, or skips the test. */
    static Opened open(Path page, Path scratch) throws Exception {
        Optional<Path> chromium = find();
        assumeTrue(
                chromium.isPresent(),
                "no chromium, chromium-browser or google-chrome on the path, so that the page was not opened;"
                        + " install one, such as by apt-get install chromium");
        Path log = Files.createTempFile(scratch, "console", ".log");
        Path dom = Files.createTempFile(scratch, "dom", ".html");
        Process process = new ProcessBuilder(
                        chromium.get().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1280,1600",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + Files.createTempDirectory(scratch, "profile"),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("chromium did not open " + page + " within " + SECONDS + " s");
        }
        try (Stream<String> lines = Files.lines(log)) {
            return new Opened(
                    Files.readString(dom),
                    lines.filter(line -> line.contains("CONSOLE")).toList());
        }
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
