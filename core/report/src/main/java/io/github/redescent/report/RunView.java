package io.github.redescent.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * All that a report shows of one run.
 *
 * @param name the run's name
 * @param verdict one or two words
 * @param tone how the verdict is coloured: {@code good}, {@code warn} or {@code bad}
 * @param headline the verdict's sentence
 * @param facts what is known of run and model, a line each
 * @param recipe what controls it, a line each
 * @param lastStep updates so far
 * @param plannedSteps updates planned
 * @param loss the training loss
 * @param constant the loss of the best constant prediction
 * @param validation the validation loss
 * @param rates one line per group
 * @param ratios size of the update over that of the weights, one line per layer, from the input on
 * @param strokes attempts, in order
 * @param forecasts where a stroke was heading
 * @param marks decisions
 * @param leftOut how many decisions before those are not shown
 */
record RunView(
        String name,
        String verdict,
        String tone,
        String headline,
        List<String> facts,
        List<String> recipe,
        long lastStep,
        OptionalLong plannedSteps,
        Line loss,
        Line constant,
        Line validation,
        List<Line> rates,
        List<Line> ratios,
        List<Stroke> strokes,
        List<Forecast> forecasts,
        List<Mark> marks,
        long leftOut) {

    /**
     * What was trained from one set of weights.
     *
     * @param first its first step
     * @param last its last step
     * @param cause how it began
     * @param rate effective rate of the first group when it began
     * @param lowest the lowest loss, over sixteen steps on average
     * @param end the loss at the end, likewise
     */
    record Stroke(
            long first, long last, String cause, OptionalDouble rate, OptionalDouble lowest, OptionalDouble end) {}
}
