package io.github.redescent.trend;

import java.util.Arrays;

/**
 * An immutable sequence of numbers. Adding copies, so keep it short; equality is by content, NaN equal to NaN.
 * Thread-safe.
 */
public final class Series {
    private static final Series EMPTY = new Series(new double[0]);

    private final double[] values;

    private Series(double[] values) {
        this.values = values;
    }

    /** Returns a series of these numbers, in this order. */
    public static Series of(double... values) {
        return values.length == 0 ? EMPTY : new Series(values.clone());
    }

    /** Returns the number of elements. */
    public int size() {
        return values.length;
    }

    /** Returns whether it has no element. */
    public boolean isEmpty() {
        return values.length == 0;
    }

    /**
     * Returns one element.
     *
     * @param index from 0, oldest first
     * @throws ArrayIndexOutOfBoundsException if there is no such element
     */
    public double get(int index) {
        return values[index];
    }

    /** Returns this series with one more number, and at most the newest {@code limit} kept. */
    public Series append(double value, int limit) {
        int kept = Math.min(values.length, limit - 1);
        double[] longer = new double[kept + 1];
        System.arraycopy(values, values.length - kept, longer, 0, kept);
        longer[kept] = value;
        return new Series(longer);
    }

    /** Returns the newest elements, all of them if there are fewer. */
    public Series last(int count) {
        int from = Math.max(0, values.length - count);
        return from == 0 ? this : new Series(Arrays.copyOfRange(values, from, values.length));
    }

    /** Returns the oldest elements, all of them if there are fewer. */
    public Series first(int count) {
        return count >= values.length ? this : new Series(Arrays.copyOf(values, count));
    }

    /** Returns how many elements are greater than a bound. */
    public int countAbove(double bound) {
        int count = 0;
        for (double value : values) {
            count += value > bound ? 1 : 0;
        }
        return count;
    }

    /**
     * Returns where the greatest element is, the first of equal ones.
     *
     * @throws IllegalStateException if the series is empty
     */
    public int indexOfMax() {
        if (values.length == 0) {
            throw new IllegalStateException("the greatest of no numbers is not defined");
        }
        int index = 0;
        for (int i = 1; i < values.length; i++) {
            index = values[i] > values[index] ? i : index;
        }
        return index;
    }

    /** Returns this series with {@code perElement} times its index added to each element. */
    public Series plusLine(double perElement) {
        double[] tilted = new double[values.length];
        for (int i = 0; i < tilted.length; i++) {
            tilted[i] = values[i] + perElement * i;
        }
        return new Series(tilted);
    }

    /** Returns a copy of the elements, oldest first. */
    public double[] toArray() {
        return values.clone();
    }

    /**
     * Returns the mean.
     *
     * @throws IllegalStateException if the series is empty
     */
    public double mean() {
        if (values.length == 0) {
            throw new IllegalStateException("the mean of no numbers is not defined");
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /**
     * Returns the middle element by size, the mean of the two middle ones where their number is even.
     *
     * @throws IllegalStateException if the series is empty
     */
    public double median() {
        if (values.length == 0) {
            throw new IllegalStateException("the median of no numbers is not defined");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series series && Arrays.equals(values, series.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
