package io.github.redescent.spi;

import io.github.redescent.Recipe;
import io.github.redescent.json.ControlStateJson;
import io.github.redescent.json.RecordJson;
import io.github.redescent.json.WholeZip;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A saved run: one zip of a manifest, what core remembers, and the host's tensors in entries of the host's own. Numbers
 * are streamed both ways, so that neither takes the heap. Nothing in it is deserialised as a Java object.
 */
public final class CheckpointFile implements AutoCloseable {
    private static final String MANIFEST = "manifest.json";
    private static final String CONTROL = "control.json";
    private static final String BOOKS = "books.json";
    /** The last entry: the names of those before it, one a line, since a zip's directory has no checksum of its own. */
    private static final String INDEX = "entries.txt";

    private static final int SHOWN = 3;

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    /**
     * The first entry of a file: what the others are.
     *
     * @param format who wrote it, and in which version
     * @param epoch epochs completed
     * @param fingerprints what each parameter's values are known by, by path
     * @param notes what the host wants to read again
     */
    public record Manifest(String format, int epoch, Map<String, Long> fingerprints, Map<String, String> notes) {
        /** Copies the maps. */
        public Manifest {
            fingerprints = Map.copyOf(fingerprints);
            notes = Map.copyOf(notes);
        }
    }

    /** Takes the host's entries, one after the other. */
    public interface Entries {
        /** Writes one entry. */
        void put(String name, Content content) throws IOException;
    }

    /** Writes the bytes of one entry. */
    @FunctionalInterface
    public interface Content {
        /** Writes them; the stream stays open. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes all of a host's entries. */
    @FunctionalInterface
    public interface HostContent {
        /** Puts them. */
        void writeTo(Entries entries) throws IOException;
    }

    private CheckpointFile(Path file, ZipFile zip, Manifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Saves a run into one file, which appears whole or not at all.
     *
     * @param format who writes it, and in which version
     * @param host is known by its fingerprints
     * @param notes what the host wants to read again
     * @throws IOException if it cannot be written; an older file is untouched then
     */
    public static void write(
            Path file, String format, SavedRun run, HostModel host, Map<String, String> notes, HostContent content)
            throws IOException {
        Manifest manifest =
                new Manifest(format, run.epoch(), fingerprints(host.parameters(), host::fingerprint), notes);
        WholeZip.write(file, zip -> {
            WholeZip.put(zip, MANIFEST, RecordJson.toText(manifest));
            WholeZip.put(zip, CONTROL, ControlStateJson.write(run.control()));
            WholeZip.put(zip, BOOKS, RecordJson.toText(run.books()));
            List<String> names = new ArrayList<>(List.of(MANIFEST, CONTROL, BOOKS));
            content.writeTo((name, entry) -> {
                zip.putNextEntry(new ZipEntry(name));
                entry.writeTo(new Unclosed(zip));
                zip.closeEntry();
                names.add(name);
            });
            WholeZip.put(zip, INDEX, String.join("\n", names));
        });
    }

    /**
     * Opens a file and reads it through once, so that a damaged one is refused whole.
     *
     * @param format the one that is expected
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is damaged or of another format; the message names what
     */
    public static CheckpointFile open(Path file, String format) throws IOException {
        String reading = "the file";
        ZipFile zip = null;
        try {
            zip = new ZipFile(file.toFile());
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                reading = entry.getName();
                CRC32 checksum = new CRC32(); // ZipFile compares none
                try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                if (checksum.getValue() != entry.getCrc()) {
                    throw new IllegalArgumentException("its checksum differs");
                }
            }
            reading = INDEX;
            List<String> names = new ArrayList<>(text(zip, INDEX).lines().toList());
            names.add(INDEX);
            List<String> present = zip.stream().map(ZipEntry::getName).toList();
            if (!names.equals(present)) {
                throw new IllegalArgumentException("it tells of the entries " + names + ", there are " + present);
            }
            reading = MANIFEST;
            Manifest manifest = RecordJson.fromText(text(zip, MANIFEST), Manifest.class);
            if (!manifest.format().equals(format)) {
                throw new IllegalArgumentException(
                        "its format is " + manifest.format() + ", this release reads " + format);
            }
            return new CheckpointFile(file, zip, manifest);
        } catch (IOException | IllegalArgumentException damaged) {
            if (zip != null) {
                zip.close();
            }
            if (damaged instanceof NoSuchFileException || damaged instanceof FileNotFoundException) {
                throw (IOException) damaged;
            }
            throw new IllegalArgumentException(
                    file + " is not a usable checkpoint, " + reading + ": " + damaged.getMessage(), damaged);
        }
    }

    /** Returns what it is. */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * Returns what core remembered.
     *
     * @param recipe tells the types of the policies' states
     * @throws IllegalArgumentException if the recipe is not the one that was saved; the message names what differs
     */
    public SavedRun run(Recipe recipe) throws IOException {
        try {
            return new SavedRun(
                    ControlStateJson.read(text(zip, CONTROL), recipe),
                    RecordJson.fromText(text(zip, BOOKS), BookState.class),
                    manifest.epoch());
        } catch (IllegalArgumentException damaged) {
            throw new IllegalArgumentException(file + ": " + damaged.getMessage(), damaged);
        }
    }

    /**
     * Returns one of the host's entries, for the caller to close.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public InputStream entry(String name) throws IOException {
        return stream(zip, name);
    }

    /**
     * Checks that a model is in the state that was saved.
     *
     * @throws IllegalArgumentException if a parameter has other values; the message names the first ones
     */
    public void requireSaved(HostModel host) {
        Map<String, Long> present = fingerprints(host.parameters(), host::fingerprint);
        var others = present.keySet().stream()
                .filter(path -> !Objects.equals(
                        present.get(path), manifest.fingerprints().get(path)))
                .sorted()
                .toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("the model is not the one that was saved in " + file + ": "
                    + others.size() + " of its " + present.size() + " parameters have other values, "
                    + others.subList(0, Math.min(SHOWN, others.size()))
                    + "; resume with the model that the checkpoint returns");
        }
    }

    private static Map<String, Long> fingerprints(ParameterTable table, ToLongFunction<String> host) {
        Map<String, Long> all = new HashMap<>();
        for (ParameterInfo info : table.entries()) {
            all.put(info.path(), host.applyAsLong(info.path()));
        }
        return all;
    }

    private static String text(ZipFile zip, String name) throws IOException {
        try (InputStream in = stream(zip, name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream stream(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return zip.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
