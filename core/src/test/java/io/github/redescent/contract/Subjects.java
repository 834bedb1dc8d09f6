package io.github.redescent.contract;

import io.github.redescent.Recipe;
import io.github.redescent.optimizer.OptimizerSpec;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes subjects for one framework: a net of a dense layer of 16 tanh units, a batch normalisation, and a softmax of 3
 * over 10 inputs, trained by Adam on batches of 16, float32, weight seed 7.
 */
public interface Subjects {
    /** The rate before and after the step at which {@link #HALVED} halves it. */
    double RATE = 0.01;

    /** The schedule that halves the rate for the update after step 30. */
    int HALVED = 30;

    /** Returns a subject without control: the framework's own, or the same rule without a recipe. */
    Subject plain(Schedule schedule);

    /**
     * Returns a subject without control whose optimizer is brand-new, with given weights, whose next batch is batch
     * {@code step}.
     *
     * @param optimizer Adam, or SGD with or without Nesterov momentum, in the framework's own form
     */
    Subject fresh(OptimizerSpec optimizer, double[] weights, int step);

    /** Returns a controlled subject. */
    Subject controlled(Schedule schedule, Recipe recipe);

    /** Resumes a saved subject with the constant schedule. */
    Subject resume(Path file, Recipe recipe) throws IOException;

    /** Returns a glob of the first dense layer's parameters. */
    String firstLayer();

    /** Returns a recipe that this framework must refuse. */
    Recipe impossible();

    /** The learning rate over the run. */
    enum Schedule {
        /** {@link #RATE} throughout. */
        CONSTANT,
        /** {@link #RATE} for the first {@link #HALVED} updates, half of it afterwards. */
        HALVED_ONCE
    }
}
