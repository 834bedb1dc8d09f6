package io.github.redescent.benchmarks;

import io.github.redescent.samples.common.Images;

/**
 * Digits 0 to 4, which a net was trained on, and few of 5 to 9, which it is to learn.
 *
 * @param old to pretrain on
 * @param oldTest never seen; tells how much of the old task is kept
 * @param few ten of each new digit, roughly
 * @param validation to choose rates by
 * @param test never seen
 */
record FineTuningData(Images old, Images oldTest, Images few, Images validation, Images test) {
    static final int CLASSES = 5;

    static FineTuningData of(Images digits, long seed) {
        Images shuffled = digits.shuffled(seed);
        Images old = shuffled.ofClasses(0, digit -> digit < CLASSES);
        Images young = shuffled.ofClasses(CLASSES, digit -> digit >= CLASSES);
        return new FineTuningData(
                old.part(0, 1000),
                old.part(1000, old.count()),
                young.part(0, 50),
                young.part(50, 300),
                young.part(300, young.count()));
    }
}
