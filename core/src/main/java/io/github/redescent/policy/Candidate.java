package io.github.redescent.policy;

import java.util.Arrays;

/** What a race may try. */
enum Candidate {
    /** Nothing is done: a false alarm costs some steps and never the run. */
    GO_ON("go on as before", 1),
    /** New weights at the rate that fits them. */
    FITTING("new weights, fitting rate", 1),
    /** New weights at a third of it. */
    THIRD("new weights, a third of it", 1.0 / 3),
    /** New weights at three times as much. */
    TRIPLE("new weights, three times as much", 3),
    /** New weights at the rate that was. */
    SAME_RATE("new weights, the rate that was", 1),
    /** The weights that are, at ten times their rate for a while. */
    KICK("kick", 10),
    /** The weights that are, with a fresh optimizer state. */
    FRESH_STATE("fresh optimizer state", 1),
    /** The best weights at half the rate: what is done about a run that had learned; never in a race. */
    BEST_WEIGHTS("the best weights", 0.5);

    private final String words;
    private final double share;

    Candidate(String words, double share) {
        this.words = words;
        this.share = share;
    }

    /** Returns whether it starts from new weights. */
    boolean redraws() {
        return this == FITTING || this == THIRD || this == TRIPLE || this == SAME_RATE;
    }

    /** Returns whether its rate is measured first. */
    boolean isMeasured() {
        return redraws() || this == BEST_WEIGHTS;
    }

    /** Returns what its rate is multiplied by, beside what fits. */
    double share() {
        return share;
    }

    String words() {
        return words;
    }

    static Candidate of(String words) {
        return Arrays.stream(values())
                .filter(each -> each.words.equals(words))
                .findFirst()
                .orElseThrow();
    }
}
