package io.github.redescent.region;

import io.github.redescent.control.Evidence;
import io.github.redescent.trend.MannKendall;
import io.github.redescent.trend.Series;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a loss still falls, without the question whether its level is bad. It looks at the training loss by step;
 * from the first validation loss on, at the validation losses alone. Losses that are no numbers are left out.
 *
 * @param lengths how long the training loss is looked at
 * @param begin the step after which it began
 * @param step the newest step
 * @param recent the newest training losses
 * @param blocks all training losses, condensed
 * @param validated whether validation losses have taken over
 * @param validations the newest validation losses
 */
public record Progress(
        Lengths lengths, long begin, long step, Series recent, Blocks blocks, boolean validated, Series validations) {
    /** Losses of which a block's mean is taken: its last ones, where it is longer. */
    private static final int RECENT = 32;

    /** Returns one that begins after a step and has seen nothing. */
    public static Progress startingAfter(long begin, Lengths lengths) {
        return new Progress(
                lengths, begin, begin, Series.of(), Blocks.startingAfter(begin, lengths), false, Series.of());
    }

    /**
     * Returns one that begins anew after a step, because what came before was another optimizer's or others' weights.
     */
    public Progress restartedAfter(long newBegin) {
        Progress fresh = startingAfter(newBegin, lengths);
        return new Progress(lengths, newBegin, newBegin, fresh.recent, fresh.blocks, validated, fresh.validations);
    }

    /** Returns this with one more training loss. */
    public Progress train(long newStep, double loss) {
        if (validated || !Double.isFinite(loss)) {
            return this;
        }
        Series newest = recent.append(loss, RECENT);
        return new Progress(lengths, begin, newStep, newest, blocks.add(newStep, newest, lengths), false, validations);
    }

    /** Returns this with one more validation loss. */
    public Progress validate(long newStep, double loss) {
        return Double.isFinite(loss)
                ? new Progress(lengths, begin, newStep, recent, blocks, true, validations.append(loss, Lengths.BLOCKS))
                : this;
    }

    /** Returns whether a verdict on the training loss may fall by a step. */
    public boolean mayEndBy(long at) {
        long left = Lengths.FINE_PER_COARSE - 1 - blocks.completed() % Lengths.FINE_PER_COARSE;
        return !validated
                && at - begin - lengths.grace() >= lengths.window()
                && at >= blocks.end() + left * lengths.block();
    }

    /**
     * Returns why the loss counts as flat, if it does: over the last window no decrease is significant and one that
     * matters is ruled out; where noise lets neither be told, over the newer half of all since the beginning.
     *
     * @param validationsInWindow how many validation losses make a window
     */
    public Optional<Evidence> flat(Flatness limits, int validationsInWindow) {
        if (validated) {
            return validations.size() < validationsInWindow
                    ? Optional.empty()
                    : flatValidations(limits, validationsInWindow);
        }
        boolean ripe = blocks.fine().size() >= lengths.blocks() && step - begin - lengths.grace() >= lengths.window();
        if (!ripe || !blocks.justCompletedCoarse()) {
            return Optional.empty();
        }
        Series fine = blocks.fine();
        int span = lengths.blocks() / Lengths.FINE_PER_COARSE;
        double level = blocks.coarse().last(span).median();
        double least = limits.improvement() * Math.abs(level);
        boolean flat = isFlat(fine, fine.size(), least / lengths.blocks(), limits)
                || newerHalfIsFlat(blocks.coarse(), 2 * span, least / span, limits);
        return flat && !Trend.decreases(fine, limits)
                ? Optional.of(evidence("loss", level, lengths.window() + " steps", fine, limits))
                : Optional.empty();
    }

    private Optional<Evidence> flatValidations(Flatness limits, int window) {
        Series last = validations.last(window);
        double level = last.median();
        return isFlat(validations, window, limits.improvement() * Math.abs(level) / window, limits)
                ? Optional.of(evidence("validation loss", level, window + " epochs", last, limits))
                : Optional.empty();
    }

    private static boolean isFlat(Series means, int window, double least, Flatness limits) {
        Series last = means.last(window);
        return !Trend.decreases(last, limits)
                && (Trend.rulesOut(least, last, limits) || newerHalfIsFlat(means, 2 * window, least, limits));
    }

    private static boolean newerHalfIsFlat(Series means, int atLeast, double least, Flatness limits) {
        Series newer = means.last(Math.max(atLeast, means.size() / 2));
        return newer.size() >= atLeast && !Trend.decreases(newer, limits) && Trend.rulesOut(least, newer, limits);
    }

    private static Evidence evidence(String what, double level, String span, Series means, Flatness limits) {
        double p = MannKendall.of(means).decreaseProbability();
        return new Evidence(
                "plateau",
                what + ' ' + Numbers.brief(level) + ", no decrease over " + span + " (p " + Numbers.brief(p) + ')',
                Map.of(what, level, "p", p),
                Map.of("p", limits.significance()));
    }
}
