package io.github.redescent.dl4j;

import io.github.redescent.control.TrainingEvent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * What a listener may be told besides the recipe.
 *
 * @param lossScale what every loss is multiplied by before anything looks at it; default 1. DL4J sums the score of a
 *     recurrent output over time steps, so 1/steps makes it a loss per step
 * @param validation data whose mean score is the validation loss after each epoch
 * @param trace a file that gets the run's observations
 * @param events is told each event, on the training thread; what it throws is reported once
 */
record ControlOptions(
        double lossScale,
        Optional<DataSetIterator> validation,
        Optional<Path> trace,
        Consumer<? super TrainingEvent> events) {
    static final ControlOptions DEFAULTS = new ControlOptions(1, Optional.empty(), Optional.empty(), event -> {});

    ControlOptions {
        if (!(lossScale > 0 && lossScale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lossScale must be positive and finite, got " + lossScale
                    + "; use 1.0 / timeSteps for a loss per time step");
        }
    }
}
