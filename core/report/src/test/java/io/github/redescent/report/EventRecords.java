package io.github.redescent.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads event files as TensorBoard does: a record that is not there whole ends the file. */
final class EventRecords {
    private static final int HEADER = 12;
    private static final int FOOTER = 4;

    private EventRecords() {}

    static List<byte[]> read(byte[] file) {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= HEADER) {
            int at = in.position();
            int length = (int) in.getLong();
            requireChecksum(file, at, Long.BYTES, in.getInt());
            if (in.remaining() < length + FOOTER) {
                return records;
            }
            in.position(at + HEADER + length);
            requireChecksum(file, at + HEADER, length, in.getInt());
            records.add(Arrays.copyOfRange(file, at + HEADER, at + HEADER + length));
        }
        return records;
    }

    /** Returns the tag of an event that holds one value: time, step, summary, value, tag. */
    static String tag(byte[] event) {
        int at = 9; // time
        at++; // step's key
        while (event[at++] < 0) { // step
        }
        for (int nested = 0; nested < 2; nested++) {
            at++; // key
            while (event[at++] < 0) { // length
            }
        }
        int length = event[at + 1];
        return new String(event, at + 2, length, StandardCharsets.UTF_8);
    }

    private static void requireChecksum(byte[] file, int from, int count, int expected) {
        int crc = ~0;
        for (int i = from; i < from + count; i++) {
            crc ^= file[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ (0x82F63B78 & -(crc & 1)); // Castagnoli, bit by bit
            }
        }
        crc = ~crc;
        int masked = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
        if (masked != expected) {
            throw new IllegalStateException("checksum at byte " + from + " is wrong");
        }
    }
}
