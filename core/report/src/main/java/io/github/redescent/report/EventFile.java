package io.github.redescent.report;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes TensorBoard's event files: records of length, its checksum, an {@code Event} message, and that one's checksum
 * (tensorflow/core/lib/io/record_writer.cc, core/util/event.proto, core/framework/summary.proto). A record that a kill
 * cut short is the file's last, and readers drop it by its length.
 */
final class EventFile implements Closeable {
    private static final String VERSION = "brain.Event:2";
    private static final int STRING_TYPE = 7; // DT_STRING

    private final OutputStream out;

    private EventFile(OutputStream out) {
        this.out = out;
    }

    /** Creates a file and writes its first record. */
    static EventFile create(Path file, double seconds) throws IOException {
        EventFile events = new EventFile(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        events.record(new ProtoMessage().real(1, seconds).text(3, VERSION));
        events.flush();
        return events;
    }

    /** Adds a number under a tag. */
    void scalar(double seconds, long step, String tag, double value) throws IOException {
        summary(seconds, step, new ProtoMessage().text(1, tag).single(2, (float) value));
    }

    /** Adds a text under a tag; TensorBoard shows it as Markdown. */
    void text(double seconds, long step, String tag, String text) throws IOException {
        ProtoMessage shape = new ProtoMessage().message(2, new ProtoMessage().whole(1, 1));
        ProtoMessage tensor =
                new ProtoMessage().whole(1, STRING_TYPE).message(2, shape).text(8, text);
        ProtoMessage metadata = new ProtoMessage().message(1, new ProtoMessage().text(1, "text"));
        summary(
                seconds,
                step,
                new ProtoMessage().text(1, tag).message(8, tensor).message(9, metadata));
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void summary(double seconds, long step, ProtoMessage value) throws IOException {
        record(new ProtoMessage().real(1, seconds).whole(2, step).message(5, new ProtoMessage().message(1, value)));
    }

    private void record(ProtoMessage event) throws IOException {
        byte[] message = event.toBytes();
        ByteBuffer bytes = ByteBuffer.allocate(message.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(message.length);
        bytes.putInt(masked(bytes.array(), 0, Long.BYTES));
        bytes.put(message);
        bytes.putInt(masked(message, 0, message.length));
        out.write(bytes.array());
    }

    /** Checksums are rotated and shifted, so that a checksum of data that holds checksums stays good. */
    private static int masked(byte[] bytes, int from, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, count);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }
}
