package io.github.redescent.dl4j;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/** Plain SGD that counts the numbers it has updated, as a stock updater of the user's own. */
final class CountingUpdater implements IUpdater {
    private static final long serialVersionUID = 1L;

    private final Sgd sgd = new Sgd(0.1);
    private final AtomicLong numbers;

    CountingUpdater(AtomicLong numbers) {
        this.numbers = numbers;
    }

    @Override
    public long stateSize(long parameters) {
        return 0;
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray view, boolean initialize) {
        return counting(sgd.instantiate(view, initialize));
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        return counting(sgd.instantiate(state, initialize));
    }

    private GradientUpdater<?> counting(GradientUpdater<?> rule) {
        return new GradientUpdater<IUpdater>() {
            @Override
            public void applyUpdater(INDArray gradient, int iteration, int epoch) {
                numbers.addAndGet(gradient.length());
                rule.applyUpdater(gradient, iteration, epoch);
            }

            @Override
            public IUpdater getConfig() {
                return CountingUpdater.this;
            }

            @Override
            public void setState(Map<String, INDArray> state, boolean initialize) {
                rule.setState(state, initialize);
            }

            @Override
            public Map<String, INDArray> getState() {
                return rule.getState();
            }

            @Override
            public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
                rule.setStateViewArray(view, shape, order, initialize);
            }
        };
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return sgd.getLearningRate(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        sgd.setLrAndSchedule(rate, schedule);
    }

    @Override
    @SuppressWarnings("MissingSuperCall") // A count for all copies.
    public CountingUpdater clone() {
        return new CountingUpdater(numbers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CountingUpdater counting && numbers == counting.numbers;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(numbers);
    }
}
