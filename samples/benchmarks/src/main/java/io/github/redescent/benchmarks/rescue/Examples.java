package io.github.redescent.benchmarks.rescue;

import java.util.Arrays;
import java.util.Random;

/**
 * Inputs and targets, as both frameworks take them.
 *
 * @param inputs example by example
 * @param inputShape of one example: {features}, {channels, height, width}, or {features, time}
 * @param targets example by example; classes one-hot
 * @param targetShape of one example: {outputs} or {outputs, time}
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data, compared by nobody
record Examples(float[] inputs, long[] inputShape, float[] targets, long[] targetShape) {
    int count() {
        return inputs.length / size(inputShape);
    }

    /** Returns some of them, in the order asked for. */
    Examples rows(int[] chosen) {
        return new Examples(
                rows(inputs, size(inputShape), chosen),
                inputShape,
                rows(targets, size(targetShape), chosen),
                targetShape);
    }

    /** Returns them with all inputs multiplied. */
    Examples scaled(float factor) {
        float[] values = inputs.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return new Examples(values, inputShape, targets, targetShape);
    }

    /** Returns them with some examples' targets exchanged for those of others. */
    Examples mislabelled(double share, long seed) {
        Random random = new Random(seed);
        int size = size(targetShape);
        float[] values = targets.clone();
        for (int i = 0; i < count(); i++) {
            if (random.nextDouble() < share) {
                System.arraycopy(targets, random.nextInt(count()) * size, values, i * size, size);
            }
        }
        return new Examples(inputs, inputShape, values, targetShape);
    }

    /** Returns the shape of an array of some examples. */
    static long[] batchShape(int count, long[] shape) {
        long[] all = new long[shape.length + 1];
        all[0] = count;
        System.arraycopy(shape, 0, all, 1, shape.length);
        return all;
    }

    static int size(long[] shape) {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    }

    private static float[] rows(float[] from, int size, int[] chosen) {
        float[] values = new float[chosen.length * size];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(from, chosen[i] * size, values, i * size, size);
        }
        return values;
    }
}
