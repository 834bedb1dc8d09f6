package io.github.redescent.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript file as PyTorch writes them: a dense layer of 3 units over 8 inputs, after a batch normalisation
 * without gain.
 */
final class ScriptedNet {
    private static final String SOURCE = """
            class Net(Module):
              __parameters__ = ["weight", "bias", ]
              __buffers__ = ["running_mean", "running_var", ]
              weight : Tensor
              bias : Tensor
              running_mean : Tensor
              running_var : Tensor
              training : bool
              def forward(self: __torch__.Net, x: Tensor) -> Tensor:
                y = torch.batch_norm(x, None, None, self.running_mean, self.running_var, self.training, 0.1, 1e-05, True)
                return torch.linear(y, self.weight, self.bias)
            """;

    private ScriptedNet() {}

    /** Writes the file {@code net.pt} into a folder. */
    static void write(Path folder) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("net.pt")))) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "data.pkl", pickle());
            store(zip, "code/__torch__.py", SOURCE.getBytes(StandardCharsets.UTF_8));
            float[] weight = new float[24];
            for (int i = 0; i < weight.length; i++) {
                weight[i] = (float) Math.sin(i);
            }
            store(zip, "data/0", bytes(weight));
            store(zip, "data/1", bytes(new float[3]));
            store(zip, "data/2", bytes(new float[8]));
            store(zip, "data/3", bytes(1, 1, 1, 1, 1, 1, 1, 1));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static byte[] pickle() {
        Pickle pickle = new Pickle();
        pickle.op(0x80, 2).global("__torch__", "Net").op(')', 0x81, '}', '(');
        pickle.text("weight").tensor("0", 3, 8).text("bias").tensor("1", 3);
        pickle.text("running_mean").tensor("2", 8).text("running_var").tensor("3", 8);
        pickle.text("training").op(0x88, 'u', 'b', '.');
        return pickle.out.toByteArray();
    }

    /** The few operations of pickle protocol 2 that a module needs. */
    private static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pickle op(int... codes) {
            for (int code : codes) {
                out.write(code);
            }
            return this;
        }

        Pickle global(String module, String name) {
            out.writeBytes(("c" + module + '\n' + name + '\n').getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        Pickle text(String text) {
            op('X', text.length(), 0, 0, 0);
            out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        /** A tensor in row order, whose numbers are in a file of its own. */
        Pickle tensor(String file, int... shape) {
            int count = 1;
            for (int size : shape) {
                count *= size;
            }
            global("torch._utils", "_rebuild_tensor_v2").op('(', '(').text("storage");
            global("torch", "FloatStorage").text(file).text("cpu").op('K', count, 't', 'Q', 'K', 0);
            if (shape.length == 1) {
                op('K', shape[0], 0x85, 'K', 1, 0x85);
            } else {
                op('K', shape[0], 'K', shape[1], 0x86, 'K', shape[1], 'K', 1, 0x86);
            }
            return op(0x89).global("collections", "OrderedDict").op(')', 'R', 't', 'R');
        }
    }

    private static byte[] bytes(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("net/" + name);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
