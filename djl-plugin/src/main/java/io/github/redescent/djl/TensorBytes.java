package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.TensorList;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A tensor's numbers as little-endian bytes in row order, a piece at a time, so that none of them is whole in the heap.
 */
final class TensorBytes {
    private static final int PIECE = 1 << 18;

    private TensorBytes() {}

    /** Returns a checksum: equal values give equal numbers. */
    static long fingerprint(Program program, NDArray tensor) {
        CRC32 checksum = new CRC32();
        try {
            write(program, tensor, new OutputStream() {
                @Override
                public void write(int value) {
                    checksum.update(value);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    checksum.update(bytes, offset, length);
                }
            });
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return checksum.getValue();
    }

    /** Writes a tensor. */
    static void write(Program program, NDArray tensor, OutputStream out) throws IOException {
        try (TensorList list = TensorList.of(List.of(tensor))) {
            for (long from = 0; from < tensor.size(); from += PIECE) {
                long count = Math.min(PIECE, tensor.size() - from);
                NDArray piece = program.piece(list, from, count);
                try (piece) {
                    out.write(piece.toByteArray());
                }
            }
        }
    }

    /**
     * Reads a tensor's numbers into it, whatever its layout.
     *
     * @throws EOFException if there are too few; what was read so far is in the tensor then
     */
    static void read(Program program, NDArray tensor, InputStream in) throws IOException {
        NDManager manager = program.manager();
        DataType type = tensor.getDataType();
        try (NDArray ordered = manager.zeros(new Shape(tensor.size()), type, tensor.getDevice());
                TensorList target = TensorList.of(List.of(ordered))) {
            for (long from = 0; from < tensor.size(); from += PIECE) {
                long count = Math.min(PIECE, tensor.size() - from);
                byte[] bytes = in.readNBytes(Math.toIntExact(count * type.getNumOfBytes()));
                if (bytes.length < count * type.getNumOfBytes()) {
                    throw new EOFException("a tensor of " + tensor.size() + " numbers ends too early");
                }
                ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder());
                buffer.put(bytes).rewind();
                try (NDArray values = manager.create(buffer, new Shape(count), type);
                        TensorList source = TensorList.of(List.of(values))) {
                    program.run("put", List.of(target, source), (double) from);
                }
            }
            try (NDArray shaped = ordered.reshape(tensor.getShape())) {
                program.assign(List.of(tensor), List.of(shaped));
            }
        }
    }
}
