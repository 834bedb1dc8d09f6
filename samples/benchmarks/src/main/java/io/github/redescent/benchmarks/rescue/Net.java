package io.github.redescent.benchmarks.rescue;

import java.util.function.DoubleSupplier;

/** One net in training, in either framework. */
interface Net extends AutoCloseable {
    /** Does one update and returns the batch's loss before it, per example (and time step). */
    double fit(Examples batch);

    /** Returns the mean loss on some examples. */
    double loss(Examples examples);

    /** Returns all trained numbers and running statistics. */
    float[] weights();

    void weights(float[] all);

    /** Multiplies all weights but biases, gains and shifts. */
    void scaleWeights(float factor);

    /** Sets the hidden layers' biases (shifts, where a normalisation follows) one after the other. */
    void hiddenBiases(DoubleSupplier values);

    /** Sets the learning rate of a net that nothing controls. */
    void rate(double rate);

    /** Puts the best weights back, as the recipe's control knows them. */
    void restoreBest();

    /** Returns how many decisions that do something control took. */
    int actions();

    @Override
    void close();
}
