package io.github.redescent.dl4j.internal;

import io.github.redescent.control.ResetMode;
import io.github.redescent.dl4j.ControlledUpdater;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** What a reset mode means for DL4J's state and clocks. */
interface StateReset {
    /** Changes one parameter's slots. */
    void apply(IUpdater updater, List<INDArray> slots);

    /** Restarts what corrections the mode restarts. */
    void startClocks(ControlledUpdater updater, int now);

    static StateReset of(ResetMode mode) {
        if (mode instanceof ResetMode.Shrink shrink) {
            return new Shrink(shrink.factor());
        }
        if (mode instanceof ResetMode.FirstMoment) {
            return new FirstMoment();
        }
        return mode instanceof ResetMode.SecondMoment ? new SecondMoment() : new Full();
    }

    /** As a brand-new updater. */
    record Full() implements StateReset {
        @Override
        public void apply(IUpdater updater, List<INDArray> slots) {
            List<Integer> all = IntStream.range(0, slots.size()).boxed().toList();
            OptimizerState.initialise(slots, all, updater);
        }

        @Override
        public void startClocks(ControlledUpdater updater, int now) {
            updater.startCorrections(now, now);
        }
    }

    /** The mean of gradients. */
    record FirstMoment() implements StateReset {
        @Override
        public void apply(IUpdater updater, List<INDArray> slots) {
            StockUpdater.of(updater).ifPresent(stock -> OptimizerState.initialise(slots, stock.firstMoment(), updater));
        }

        @Override
        public void startClocks(ControlledUpdater updater, int now) {
            updater.startCorrections(now, updater.secondMomentOrigin());
        }
    }

    /** The mean of their squares. */
    record SecondMoment() implements StateReset {
        @Override
        public void apply(IUpdater updater, List<INDArray> slots) {
            StockUpdater.of(updater)
                    .ifPresent(stock -> OptimizerState.initialise(slots, stock.secondMoment(), updater));
        }

        @Override
        public void startClocks(ControlledUpdater updater, int now) {
            updater.startCorrections(updater.firstMomentOrigin(), now);
        }
    }

    /**
     * A part of everything.
     *
     * @param factor what stays
     */
    record Shrink(double factor) implements StateReset {
        @Override
        public void apply(IUpdater updater, List<INDArray> slots) {
            slots.forEach(slot -> slot.muli(factor));
        }

        @Override
        public void startClocks(ControlledUpdater updater, int now) {
            // The local steps are kept.
        }
    }
}
