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

    /** Returns whether the planned end is known, or else the attempt has seen so many steps. */
    boolean isOldEnough(long openSteps) {
        return attempt.end().isPresent() || attempt.step() - attempt.begin() >= openSteps;
    }

    /** Returns the upper end of the skill's band. */
    double upper() {
        return window.skill().upper(limits.errors());
    }

    /** Returns whether the model is noticeably better than the constant prediction, for sure. */
    boolean isSkilled() {
        return window.skill().lower(limits.errors()) > 0 && upper() > limits.margin();
    }

    /** Returns whether it is, or was to the least extent, and may still be. */
    boolean learns() {
        return isSkilled() || (attempt.learned() > 0 && upper() >= 0);
    }

    /** Returns the skill that it must still be able to reach. */
    double least() {
        return attempt.learned() > 0 ? 0 : limits.leastSkill();
    }

    /**
     * Returns the best skill that the run can have after some more steps, as far as its gain so far allows.
     *
     * @param steps no more than are left
     */
    double reachableIn(double steps) {
        double gain = Math.max(0, window.gain() + limits.gainErrors() * window.gainError());
        return window.skill().value() + gain * Math.min(steps, left());
    }

    /** Returns whether the skill grows for sure, and fast enough to be worth something at the end. */
    boolean gains() {
        return window.gain() > limits.gainErrors() * window.gainError()
                && window.skill().value() + window.gain() * left() > limits.margin();
    }

    /** Returns whether the loss, falling a few times faster than since its peak, would still end above the constant. */
    boolean endsAbove() {
        double descent = Double.isNaN(window.descent()) ? 0 : Math.min(0, window.descent());
        return window.excess() + limits.optimism() * descent * left() > 0;
    }

    /** Returns whether the loss is so far above the constant that its logarithm tells more. */
    boolean isFar() {
        return window.skill().value() < Forecast.FAR;
    }

    /** Returns whether a share of the window has passed since the loss was highest in it, or it stays high. */
    boolean isPastPeak(double share) {
        return sincePeak() >= share * window.length() || window.stays();
    }

    /** Returns whether the constant prediction is always right, so that nothing could be better. */
    boolean isPerfect() {
        return window.constant() == 0;
    }

    /** Returns the steps since the loss was highest above the constant prediction's in the window. */
    double sincePeak() {
        return window.until() - window.peak();
    }

    /** Returns a finding as {@link #found}; where the gradients are dead as well, that is the verdict. */
    Finding foundOrDead(Verdict verdict, String what, Map<String, Double> threshold) {
        Gradients gradients = attempt.gradients();
        return gradients.areDead(limits)
                ? found(Verdict.DEAD, what + ", " + gradients.sign(limits), threshold)
                : found(verdict, what, threshold);
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
