package io.github.redescent.samples.common;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.StringTokenizer;

/** 2,500 handwritten digits of MNIST (LeCun et al. 1998), as text in {@code org.deeplearning4j:dl4j-test-resources}. */
public final class Digits {
    private static final int COUNT = 2500;

    private Digits() {}

    /** Reads them from the class path, always in the same order. */
    public static Images read() throws IOException {
        float[] digits = numbers("mnist2500_labels.txt", COUNT);
        int[] labels = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            labels[i] = (int) digits[i];
        }
        return new Images(numbers("mnist2500_X.txt", COUNT * Images.PIXELS), labels);
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
