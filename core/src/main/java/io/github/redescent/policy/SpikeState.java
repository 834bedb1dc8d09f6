package io.github.redescent.policy;

import io.github.redescent.control.Observation;

/**
 * What {@link SpikeGuard} remembers.
 *
 * @param history the usual gradient
 * @param row spikes in a row, the newest included
 * @param used spikes answered so far
 * @param quiet whether it has given up
 * @param epoch the host's count of completed epochs; negative before the first observation
 * @param epochBegan updates made when that epoch began, as far as it was seen
 */
record SpikeState(NormHistory history, int row, int used, boolean quiet, int epoch, long epochBegan) {
    static final SpikeState START = new SpikeState(NormHistory.NONE, 0, 0, false, -1, 0);

    /** Returns this at an observation before an update. */
    SpikeState at(Observation now) {
        SpikeState armed =
                now.hasNewWeights() ? new SpikeState(NormHistory.NONE, 0, 0, false, epoch, epochBegan) : this;
        return now.epoch() == epoch
                ? armed
                : new SpikeState(armed.history, armed.row, armed.used, armed.quiet, now.epoch(), now.step());
    }

    SpikeState with(NormHistory next) {
        return new SpikeState(next, 0, used, quiet, epoch, epochBegan);
    }

    SpikeState afterSpike(NormHistory next) {
        return new SpikeState(next, row + 1, used + 1, quiet, epoch, epochBegan);
    }

    SpikeState quietly() {
        return new SpikeState(history, row, used, true, epoch, epochBegan);
    }

    /** Returns which batch of its epoch the coming update is about, from 1. */
    long batch(long step) {
        return step - epochBegan + 1;
    }
}
