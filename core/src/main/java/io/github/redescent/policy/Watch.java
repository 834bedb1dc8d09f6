package io.github.redescent.policy;

/**
 * What a trigger looks at.
 *
 * @param since where its counting began
 * @param course how far the run is
 * @param projection what is known of the rate that plain gradient descent would need
 */
record Watch(Since since, Course course, Projection projection) {
    /** Returns the steps since counting began. */
    long steps() {
        return course.step() - since.step();
    }

    /** Returns the epochs completed since counting began. */
    int epochs() {
        return course.epochs() - since.epochs();
    }
}
