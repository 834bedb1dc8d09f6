package io.github.redescent.report;

import io.github.redescent.json.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** Writes runs as one HTML file that needs nothing else. */
final class Page {
    private Page() {}

    /**
     * What the page's script reads.
     *
     * @param running whether more is to come
     * @param runs the runs, drawn over each other
     */
    record Content(boolean running, List<RunView> runs) {}

    /** Puts a page in a file's place, whole. */
    static void write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path aside = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(aside, html(content));
        try {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static String html(Content content) {
        RunView first = content.runs().get(0);
        boolean alone = content.runs().size() == 1;
        String title = alone ? first.name() : content.runs().size() + " runs";
        Standing standing =
                alone ? new Standing(first.verdict(), first.tone(), first.headline()) : Standing.ofAll(content.runs());
        // In a script element only "<" can end it.
        String json = RecordJson.toText(content).replace("<", "\\u003c");
        return resource("report.html")
                .replace("@@style@@", resource("report.css"))
                .replace("@@chart@@", resource("chart.js"))
                .replace("@@script@@", resource("report.js"))
                .replace("@@panels@@", resource("panels.js"))
                .replace("@@title@@", escape(title))
                .replace("@@tone@@", standing.tone())
                .replace("@@verdict@@", escape(standing.verdict()))
                .replace("@@headline@@", escape(standing.headline()))
                .replace("@@data@@", json);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("@", "&#64;");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name + " from redescent-report's jar", unreadable);
        }
    }
}
