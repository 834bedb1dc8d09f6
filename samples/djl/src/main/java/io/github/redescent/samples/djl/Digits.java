package io.github.redescent.samples.djl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.StringTokenizer;

/**
 * 2,500 handwritten digits of MNIST (LeCun et al. 1998), as text in {@code org.deeplearning4j:dl4j-test-resources}.
 *
 * @param pixels 28 x 28 per image, in [0, 1]
 * @param labels the digits
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data, compared by nobody
record Digits(float[] pixels, float[] labels) {
    static final int COUNT = 2500;
    static final int TRAINING = 2000;
    static final int BATCH = 50;
    private static final int PIXELS = 28 * 28;

    /** Reads them from the class path. */
    static Digits read() throws IOException {
        return new Digits(numbers("mnist2500_X.txt", COUNT * PIXELS), numbers("mnist2500_labels.txt", COUNT));
    }

    /** Returns the first 2,000, always in the same order. */
    ArrayDataset training(NDManager manager) {
        return part(manager, 0, TRAINING);
    }

    /** Returns the last 500. */
    ArrayDataset validation(NDManager manager) {
        return part(manager, TRAINING, COUNT);
    }

    private ArrayDataset part(NDManager manager, int from, int to) {
        float[] images = Arrays.copyOfRange(pixels, from * PIXELS, to * PIXELS);
        float[] digits = Arrays.copyOfRange(labels, from, to);
        return new ArrayDataset.Builder()
                .setData(manager.create(images, new Shape(to - from, 1, 28, 28)))
                .optLabels(manager.create(digits))
                .setSampling(BATCH, false)
                .build();
    }

    private static float[] numbers(String resource, int count) throws IOException {
        InputStream stream = Objects.requireNonNull(Digits.class.getResourceAsStream('/' + resource), resource);
        float[] values = new float[count];
        int next = 0;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                StringTokenizer numbers = new StringTokenizer(line);
                while (numbers.hasMoreTokens()) {
                    values[next++] = Float.parseFloat(numbers.nextToken());
                }
            }
        }
        return values;
    }
}
