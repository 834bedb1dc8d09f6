package io.github.redescent.benchmarks.rescue;

import io.github.redescent.samples.common.Digits;
import io.github.redescent.samples.common.Images;
import io.github.redescent.samples.common.ScriptText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Data sets out of Maven artifacts. */
final class RealData {
    private static final int SIDE = 28;
    private static final String LETTERS = " abcdefghijklmnopqrstuvwxyz'.,?!";

    private RealData() {}

    /** Digits of MNIST, shrunk by averaging squares of pixels, of about unit variance. */
    static Examples digits(int count, int shrink, boolean flat) throws IOException {
        Images images = Digits.read().part(0, count);
        int side = SIDE / shrink;
        float[] inputs = new float[count * side * side];
        float[] targets = new float[count * 10];
        for (int i = 0; i < count; i++) {
            for (int pixel = 0; pixel < Images.PIXELS; pixel++) {
                int at = pixel / SIDE / shrink * side + pixel % SIDE / shrink;
                inputs[i * side * side + at] += images.pixels()[i * Images.PIXELS + pixel] * 3 / (shrink * shrink);
            }
            targets[i * 10 + images.labels()[i]] = 1;
        }
        long[] shape = flat ? new long[] {(long) side * side} : new long[] {1, side, side};
        return new Examples(inputs, shape, targets, new long[] {10});
    }

    /** Fisher's irises, standardised to about unit variance. */
    static Examples iris() throws IOException {
        InputStream stream =
                Objects.requireNonNull(RealData.class.getResourceAsStream("/iris_full_shuffled_svmLight.txt"));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            List<String> lines = reader.lines().toList();
            float[] inputs = new float[lines.size() * 4];
            float[] targets = new float[lines.size() * 3];
            for (int i = 0; i < lines.size(); i++) {
                String[] fields = lines.get(i).strip().split("[ :]", -1);
                targets[i * 3 + (int) Double.parseDouble(fields[0])] = 1;
                for (int field = 1; field < fields.length; field += 2) { // zeros are left out
                    inputs[i * 4 + Integer.parseInt(fields[field]) - 1] = 4 * Float.parseFloat(fields[field + 1]);
                }
            }
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] -= 2;
            }
            return new Examples(inputs, new long[] {4}, targets, new long[] {3});
        }
    }

    /** Television dialogue, letter by letter; the target is the next letter. */
    static Examples letters(int count, int times) throws IOException {
        ScriptText script = ScriptText.read(count * times);
        String text = script.spell(script.tokens());
        int kinds = LETTERS.length();
        float[] inputs = new float[count * kinds * times];
        float[] targets = new float[count * kinds * times];
        for (int i = 0; i < count; i++) {
            for (int time = 0; time < times; time++) {
                int at = i * times + time;
                inputs[(i * kinds + letter(text, at)) * times + time] = 1;
                targets[(i * kinds + letter(text, at + 1)) * times + time] = 1;
            }
        }
        return new Examples(inputs, new long[] {kinds, times}, targets, new long[] {kinds, times});
    }

    private static int letter(String text, int at) {
        return Math.max(0, LETTERS.indexOf(text.charAt(at)));
    }
}
