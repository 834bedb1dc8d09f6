package io.github.redescent.region;

import io.github.redescent.control.Evidence;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An attempt whose last third is to be judged.
 *
 * @param attempt the attempt
 * @param window its last third
 * @param limits the detectors' constants
 */
record Case(Attempt attempt, Window window, Thresholds limits) {
    /** Returns the steps left until the end, the planned or the assumed one. */
    double left() {
        return Math.max(0, end() - attempt.step());
    }

    /** Returns whether a share of the run is over, counted from where the learning rate stopped rising. */
    boolean isOver(double share) {
        long from = Math.max(attempt.begin(), attempt.warmUp().until());
        return attempt.step() - from >= share * (end() - from);
    }

    /** Returns the upper end of the skill's band. */
    double upper() {
        return window.skill().upper(limits.errors());
    }

    /** Returns whether the model is better than the constant prediction, for sure. */
    boolean learns() {
        return window.skill().lower(limits.errors()) > 0 && upper() > limits.margin();
    }

    /** Returns the best skill that the run can still have at its end, as far as its gains so far allow. */
    double reachable() {
        double gain = Math.max(0, window.gain() + limits.errors() * window.gainError());
        return window.skill().value() + gain * left();
    }

    /** Returns whether the loss was at its highest long enough ago to see what comes after. */
    boolean isPastPeak() {
        return attempt.step() - window.peak()
                >= Math.max(Window.FEWEST * 2, limits.sincePeakShare() * (end() - attempt.begin()));
    }

    /** Returns a finding with what was measured and where the run would end. */
    Finding found(Verdict verdict, String what, Map<String, Double> threshold) {
        Outlook outlook = Forecast.of(window, attempt, limits);
        String sentence = "loss " + Numbers.brief(window.loss()) + ", " + what + "; would end at "
                + Numbers.brief(outlook.finalLoss()) + ", the constant is at " + Numbers.brief(window.constant());
        Map<String, Double> measured = new LinkedHashMap<>();
        measured.put("loss", window.loss());
        measured.put("constant", window.constant());
        measured.put("skill", window.skill().value());
        measured.put("skillError", window.skill().error());
        measured.put("finalLoss", outlook.finalLoss());
        return new Finding(
                verdict, Finding.Certainty.CERTAIN, new Evidence(verdict.rule(), sentence, measured, threshold));
    }

    private long end() {
        return Forecast.end(attempt, limits);
    }
}
