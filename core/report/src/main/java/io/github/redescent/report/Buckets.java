package io.github.redescent.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A number over the steps of a run, in bounded room: when it is full, neighbours are merged two by two, and each keeps
 * its lowest and highest value, so that no spike is lost. Values of two strokes are never merged while there is room.
 */
final class Buckets {
    private final int room;
    private List<Bucket> buckets = new ArrayList<>();
    private long width = 1;

    /** Makes an empty one that holds at most so many buckets. */
    Buckets(int room) {
        this.room = room;
    }

    /** What was seen over some steps of one stroke; {@code low > high} where no value was finite. */
    static final class Bucket {
        final long first;
        final int stroke;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        private double sum;
        private long finite;
        long broken;

        private Bucket(long first, int stroke) {
            this.first = first;
            this.stroke = stroke;
        }

        boolean hasFinite() {
            return finite > 0;
        }

        double mean() {
            return sum / finite;
        }

        private void add(double value) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
                sum += value;
                finite++;
            } else {
                broken++;
            }
        }

        private void add(Bucket later) {
            low = Math.min(low, later.low);
            high = Math.max(high, later.high);
            sum += later.sum;
            finite += later.finite;
            broken += later.broken;
        }
    }

    void add(long step, int stroke, double value) {
        if (buckets.isEmpty() || !fits(last(), step, stroke)) {
            if (buckets.size() == room) {
                makeRoom();
            }
            if (buckets.isEmpty() || !fits(last(), step, stroke)) {
                buckets.add(new Bucket(step, stroke));
            }
        }
        last().add(value);
    }

    List<Bucket> all() {
        return buckets;
    }

    boolean isEmpty() {
        return buckets.isEmpty();
    }

    private Bucket last() {
        return buckets.get(buckets.size() - 1);
    }

    private boolean fits(Bucket bucket, long step, int stroke) {
        return bucket.stroke == stroke && bucket.first / width == step / width;
    }

    private void makeRoom() {
        long steps = last().first - buckets.get(0).first;
        do {
            width = width > steps ? width : 2 * width;
            // As wide as this, one stroke would take a quarter of the room: there are too many strokes.
            merge(width > steps || width > 4 * (steps / room + 1));
        } while (buckets.size() > room * 3 / 4);
    }

    private void merge(boolean acrossStrokes) {
        List<Bucket> merged = new ArrayList<>();
        for (Bucket bucket : buckets) {
            Bucket before = merged.isEmpty() ? bucket : merged.get(merged.size() - 1);
            if (!merged.isEmpty() && fits(before, bucket.first, acrossStrokes ? before.stroke : bucket.stroke)) {
                before.add(bucket);
            } else {
                merged.add(bucket);
            }
        }
        buckets = merged;
    }
}
