package io.github.redescent.policy;

import io.github.redescent.region.Numbers;
import io.github.redescent.trend.Series;

/**
 * What {@link KeepBest} knows of its copy.
 *
 * @param source whose loss it is judged by
 * @param step updates that the model had had when it was taken, so that loss and weights belong together
 * @param loss its level
 * @param error standard error of that level; 0 where it is exact, NaN where a single loss tells nothing of it
 */
public record Kept(Source source, long step, double loss, double error) {
    /** What a copy is judged by. */
    public enum Source {
        /** The first loss of all. */
        START("the first loss"),
        /** The first loss of all, of a model that came better than the best constant prediction. */
        TRAINED_START("the first loss of a trained model"),
        /** The median of a window of training losses. */
        WINDOW("the median loss"),
        /** A validation loss. */
        VALIDATION("the validation loss");

        private final String words;

        Source(String words) {
            this.words = words;
        }
    }

    /** First losses that tell how good the start is: later ones are those of other weights. */
    private static final int FIRST = 4;

    /** Standard errors by which a present window must be worse than a copy: of many windows the luckiest was kept. */
    private static final double ERRORS = 4;

    /** The same for the start of a trained model: where it is as good as what came after, nothing is lost by it. */
    private static final double TRAINED_ERRORS = 1;

    /**
     * Returns the start as the first window shows it: one lucky batch is no level, nor are exploded losses. That of a
     * trained model stays: the first updates may have spoiled it at once.
     */
    Kept seenIn(Series window) {
        if (source != Source.START) {
            return this;
        }
        double level = Math.min(window.first(FIRST).median(), loss + Math.abs(loss));
        return new Kept(source, step, Math.max(loss, level), error);
    }

    /** Returns the start as that of a trained model. */
    Kept trained() {
        return new Kept(Source.TRAINED_START, step, loss, error);
    }

    /**
     * Returns the level above which a present level is worse, and not just by chance. Losses that explode say nothing
     * about the noise near the copy's level, so it is bounded by that level, and by a quarter of it at the start, where
     * all outputs are alike.
     */
    double limit(Level now) {
        double bound = now.spread(source == Source.START ? loss / 4 : loss);
        double own = Double.isNaN(error) ? bound : error;
        double errors = source == Source.TRAINED_START ? TRAINED_ERRORS : ERRORS;
        return loss + errors * Math.hypot(own, Math.min(now.error(), bound));
    }

    boolean isStart() {
        return source == Source.START || source == Source.TRAINED_START;
    }

    String describe() {
        return source.words + " kept at step " + step + " is " + Numbers.brief(loss);
    }
}
