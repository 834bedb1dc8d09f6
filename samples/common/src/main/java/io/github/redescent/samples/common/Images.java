package io.github.redescent.samples.common;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Labelled grey images of 28 x 28.
 *
 * @param pixels image by image, row by row, in [0, 1]
 * @param labels the classes, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data, compared by nobody
public record Images(float[] pixels, int[] labels) {
    /** Pixels of one image. */
    public static final int PIXELS = 28 * 28;

    /** Returns how many there are. */
    public int count() {
        return labels.length;
    }

    /** Returns those from one index to before another. */
    public Images part(int from, int to) {
        return new Images(Arrays.copyOfRange(pixels, from * PIXELS, to * PIXELS), Arrays.copyOfRange(labels, from, to));
    }

    /** Returns those whose label passes, renumbered so that the first class is 0. */
    public Images ofClasses(int first, IntPredicate which) {
        return pick(IntStream.range(0, count())
                        .filter(i -> which.test(labels[i]))
                        .boxed()
                        .toList())
                .relabelled(-first);
    }

    /** Returns them in another order. */
    public Images shuffled(long seed) {
        List<Integer> order = IntStream.range(0, count()).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Random(seed));
        return pick(order);
    }

    private Images pick(List<Integer> chosen) {
        float[] values = new float[chosen.size() * PIXELS];
        int[] classes = new int[chosen.size()];
        for (int i = 0; i < chosen.size(); i++) {
            System.arraycopy(pixels, chosen.get(i) * PIXELS, values, i * PIXELS, PIXELS);
            classes[i] = labels[chosen.get(i)];
        }
        return new Images(values, classes);
    }

    private Images relabelled(int by) {
        return new Images(pixels, Arrays.stream(labels).map(label -> label + by).toArray());
    }
}
