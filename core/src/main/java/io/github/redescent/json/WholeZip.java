package io.github.redescent.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip that is written aside and moved into place, so that it appears whole or not at all. */
public final class WholeZip {
    private WholeZip() {}

    /** Writes the entries. */
    @FunctionalInterface
    public interface Content {
        /** Puts all entries into an open zip. */
        void writeTo(ZipOutputStream zip) throws IOException;
    }

    /**
     * Writes a file, in place of an older one.
     *
     * @throws IOException if it cannot be written; an older file is untouched then
     */
    public static void write(Path file, Content content) throws IOException {
        Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), ".redescent", ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(aside);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                content.writeTo(zip);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Puts one entry. */
    public static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /** Puts one entry of text, in UTF-8. */
    public static void put(ZipOutputStream zip, String name, String text) throws IOException {
        put(zip, name, text.getBytes(StandardCharsets.UTF_8));
    }
}
