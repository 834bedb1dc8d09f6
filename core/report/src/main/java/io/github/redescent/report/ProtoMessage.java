package io.github.redescent.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts together one message in the wire format of protocol buffers; fields in the order of the calls. */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ProtoMessage whole(int field, long value) {
        key(field, VARINT);
        varint(value);
        return this;
    }

    ProtoMessage real(int field, double value) {
        key(field, FIXED_64);
        return raw(little(Double.BYTES).putDouble(value).array());
    }

    ProtoMessage single(int field, float value) {
        key(field, FIXED_32);
        return raw(little(Float.BYTES).putFloat(value).array());
    }

    ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.toBytes());
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private ProtoMessage bytes(int field, byte[] value) {
        key(field, BYTES);
        varint(value.length);
        return raw(value);
    }

    private ProtoMessage raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }

    private void key(int field, int wireType) {
        varint(((long) field << 3) | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
