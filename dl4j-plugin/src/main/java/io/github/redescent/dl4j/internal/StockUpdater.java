package io.github.redescent.dl4j.internal;

import io.github.redescent.dl4j.HeavyBall;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What the state of each stock updater, and of heavy-ball momentum, means. The state of n parameters is a row of slots
 * of n numbers; DL4J keeps no names for them. First-moment slots come before second-moment slots.
 */
public enum StockUpdater {
    /** No state. */
    SGD(Sgd.class, 0, 0, Correction.NONE),
    /** A velocity with the rate folded in. */
    NESTEROVS(Nesterovs.class, 1, 0, Correction.NONE),
    /** A velocity that knows nothing of the rate. */
    HEAVY_BALL(HeavyBall.class, 1, 0, Correction.NONE),
    /** m, v; both corrected. */
    ADAM(Adam.class, 1, 1, Correction.BOTH),
    /** m, v, largest v; both corrected. */
    AMSGRAD(AMSGrad.class, 1, 2, Correction.BOTH),
    /** m and the infinity norm; only m is corrected. */
    ADAMAX(AdaMax.class, 1, 1, Correction.FIRST),
    /** m, v; only m is corrected. */
    NADAM(Nadam.class, 1, 1, Correction.FIRST),
    /** Mean square. */
    RMSPROP(RmsProp.class, 0, 1, Correction.NONE),
    /** Sum of squares. */
    ADAGRAD(AdaGrad.class, 0, 1, Correction.NONE),
    /** Mean square of gradients and of updates. */
    ADADELTA(AdaDelta.class, 0, 2, Correction.NONE);

    /** Which moments' start from zero the rule corrects by the step count. */
    public enum Correction {
        /** The rule does not look at the step count. */
        NONE,
        /** The first moment's only. */
        FIRST,
        /** Both. */
        BOTH
    }

    private final Class<? extends IUpdater> type;
    private final int firstMomentSlots;
    private final int secondMomentSlots;
    private final Correction correction;

    StockUpdater(Class<? extends IUpdater> type, int firstMomentSlots, int secondMomentSlots, Correction correction) {
        this.type = type;
        this.firstMomentSlots = firstMomentSlots;
        this.secondMomentSlots = secondMomentSlots;
        this.correction = correction;
    }

    /** Returns what is known of an updater, empty for one of somebody else's. */
    public static Optional<StockUpdater> of(IUpdater updater) {
        return Arrays.stream(values())
                .filter(stock -> stock.type == updater.getClass())
                .findFirst();
    }

    /** Returns the slots that hold a running mean of gradients. */
    public List<Integer> firstMoment() {
        return IntStream.range(0, firstMomentSlots).boxed().toList();
    }

    /** Returns the slots that hold a running measure of their size. */
    public List<Integer> secondMoment() {
        return IntStream.range(firstMomentSlots, firstMomentSlots + secondMomentSlots)
                .boxed()
                .toList();
    }

    /** Returns which moments are corrected by the step count. */
    public Correction correction() {
        return correction;
    }
}
