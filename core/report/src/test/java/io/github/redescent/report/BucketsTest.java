package io.github.redescent.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketsTest {
    @Test
    void fewValuesAreKeptAsTheyAre() {
        Buckets buckets = new Buckets(8);

        for (int step = 1; step <= 8; step++) {
            buckets.add(step, 0, step * 0.5);
        }

        assertThat(buckets.all()).hasSize(8).allMatch(bucket -> bucket.low == bucket.high);
        assertThat(Line.of("loss", buckets).low()).isEmpty();
    }

    @Test
    void roomIsBoundedAndNoSpikeIsLost() {
        Buckets buckets = new Buckets(64);

        for (int step = 1; step <= 100_000; step++) {
            buckets.add(step, 0, step == 61_803 ? 40 : step == 31_415 ? -3 : 1);
        }

        assertThat(buckets.all()).hasSizeBetween(32, 64);
        assertThat(buckets.all()).filteredOn(bucket -> bucket.high == 40).hasSize(1);
        assertThat(buckets.all()).filteredOn(bucket -> bucket.low == -3).hasSize(1);
    }

    @Test
    void strokesAreNotMergedWithEachOther() {
        Buckets buckets = new Buckets(16);

        for (int step = 1; step <= 1000; step++) {
            buckets.add(step, step < 500 ? 0 : 1, step < 500 ? 2 : 1);
        }

        assertThat(buckets.all()).allMatch(bucket -> bucket.low == bucket.high);
        assertThat(buckets.all().stream().map(bucket -> bucket.stroke).distinct())
                .containsExactly(0, 1);
    }

    @Test
    void moreStrokesThanRoomStayBounded() {
        Buckets buckets = new Buckets(16);

        for (int step = 1; step <= 1000; step++) {
            buckets.add(step, step, 1);
        }

        assertThat(buckets.all()).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void stepsThatJumpAreMergedToo() {
        Buckets buckets = new Buckets(16);

        for (long step = 1; step <= 100; step++) {
            buckets.add(step * 1_000_003, step < 50 ? 0 : 1, 1);
        }

        assertThat(buckets.all()).hasSizeBetween(8, 16);
        assertThat(buckets.all().stream().map(bucket -> bucket.stroke).distinct())
                .containsExactly(0, 1);
    }

    @Test
    void whatIsNotANumberIsShownApart() {
        Buckets buckets = new Buckets(8);
        buckets.add(1, 0, 1.0);
        buckets.add(2, 0, Double.NaN);
        buckets.add(3, 0, Double.POSITIVE_INFINITY);

        Line line = Line.of("loss", buckets);

        assertThat(line.step()).containsExactly(1L);
        assertThat(line.broken()).containsExactly(2L, 3L);
    }

    @Test
    void numbersAreBriefAndTrue() {
        assertThat(Line.brief(0.123456789)).isEqualTo(0.12346);
        assertThat(Line.brief(-98765.4321)).isEqualTo(-98765);
        assertThat(Line.brief(1e-310)).isZero();
        assertThat(Line.brief(1e300)).isEqualTo(1e300);
        assertThat(Line.brief(0)).isZero();
    }
}
