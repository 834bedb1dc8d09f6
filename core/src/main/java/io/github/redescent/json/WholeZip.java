package io.github.redescent.json;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip that is written aside and moved into place, so that it appears whole or not at all, power cuts included. */
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
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        Path aside = Files.createTempFile(folder, ".redescent", ".tmp");
        try {
            try (FileOutputStream out = new FileOutputStream(aside.toFile());
                    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out))) {
                zip.setLevel(Deflater.NO_COMPRESSION); // numbers hardly shrink, and would take most of the time
                content.writeTo(zip);
                zip.finish();
                zip.flush();
                out.getFD().sync(); // else a power cut after the move may leave an empty file in its place
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(folder);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Makes the move itself last; a system that cannot sync a folder, such as Windows, keeps its own order. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            // the file is whole and in place
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
