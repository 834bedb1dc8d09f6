package io.github.redescent.samples.common;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Pictures of clothes (Xiao et al. 2017, arXiv 1708.07747), where the Debian package dataset-fashion-mnist is. */
public final class FashionMnist {
    private static final Path FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

    private FashionMnist() {}

    /** Returns whether the package is installed. */
    public static boolean isInstalled() {
        return Files.isDirectory(FOLDER);
    }

    /** Reads the 60,000 training images. */
    public static Images training() throws IOException {
        return read("train");
    }

    /** Reads the 10,000 test images. */
    public static Images test() throws IOException {
        return read("t10k");
    }

    private static Images read(String part) throws IOException {
        try (DataInputStream images = open(part + "-images-idx3-ubyte.gz");
                DataInputStream classes = open(part + "-labels-idx1-ubyte.gz")) {
            images.readInt(); // what it is
            int count = images.readInt();
            images.readLong(); // 28 x 28
            classes.readLong(); // what it is, how many
            byte[] grey = images.readNBytes(count * Images.PIXELS);
            byte[] numbers = classes.readNBytes(count);
            float[] pixels = new float[grey.length];
            for (int i = 0; i < grey.length; i++) {
                pixels[i] = Byte.toUnsignedInt(grey[i]) / 255f;
            }
            int[] labels = new int[count];
            for (int i = 0; i < count; i++) {
                labels[i] = numbers[i];
            }
            return new Images(pixels, labels);
        }
    }

    private static DataInputStream open(String name) throws IOException {
        return new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(FOLDER.resolve(name)))));
    }
}
