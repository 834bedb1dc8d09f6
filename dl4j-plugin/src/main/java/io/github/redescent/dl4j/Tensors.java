package io.github.redescent.dl4j;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moves the numbers of arrays in and out in chunks: they lie outside the heap, and may be longer than a Java array. */
final class Tensors {
    private static final int CHUNK = 1 << 16;

    private Tensors() {}

    /** Takes a chunk of bytes. */
    private interface Chunks<E extends Exception> {
        void take(ByteBuffer bytes) throws E;
    }

    /** Writes the numbers of a contiguous array, in the machine's own byte order. */
    static void write(INDArray array, OutputStream out) throws IOException {
        byte[] bytes = new byte[CHUNK];
        Tensors.<IOException>chunks(array, 0, array.length(), chunk -> {
            int length = chunk.remaining();
            chunk.get(bytes, 0, length);
            out.write(bytes, 0, length);
        });
    }

    /**
     * Reads the numbers of a contiguous array.
     *
     * @throws IOException if there are fewer than the array holds
     */
    static void read(INDArray array, InputStream in) throws IOException {
        byte[] bytes = new byte[CHUNK];
        DataInputStream whole = new DataInputStream(in);
        Tensors.<IOException>chunks(array, 0, array.length(), chunk -> {
            int length = chunk.remaining();
            whole.readFully(bytes, 0, length);
            chunk.put(bytes, 0, length);
        });
    }

    /** Returns what some numbers of a row are known by: equal numbers give equal ones. */
    static long fingerprint(INDArray row, long from, long count) {
        Checksum checksum = new CRC32C();
        Tensors.<RuntimeException>chunks(row, from, count, checksum::update);
        return checksum.getValue();
    }

    private static <E extends Exception> void chunks(INDArray array, long from, long count, Chunks<E> to) throws E {
        if (array.isEmpty() || count == 0) {
            return;
        }
        Nd4j.getExecutioner().commit();
        int width = array.dataType().width();
        // A pointer of our own, at the array's first number: a buffer's other methods stop at two gigabytes.
        Pointer numbers = new BytePointer(array.data().addressPointer());
        for (long at = from * width, end = (from + count) * width; at < end; at += CHUNK) {
            long limit = Math.min(at + CHUNK, end);
            BytePointer chunk = new BytePointer(numbers);
            chunk.capacity(limit).limit(limit).position(at);
            to.take(chunk.asByteBuffer());
        }
    }
}
