package io.github.redescent.dl4j.internal;

import io.github.redescent.dl4j.HeavyBall;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** Heavy-ball momentum, in place: v ← μv + g, and the update is ηv. */
public final class HeavyBallRule implements GradientUpdater<HeavyBall> {
    private static final String VELOCITY = "V";

    private final HeavyBall config;
    private INDArray velocity;

    private HeavyBallRule(HeavyBall config, INDArray velocity) {
        this.config = config;
        this.velocity = velocity;
    }

    /** Runs over a view of as many numbers as there are parameters. */
    public static HeavyBallRule over(HeavyBall config, INDArray view, boolean initialize) {
        if (initialize) {
            view.assign(0);
        }
        return new HeavyBallRule(config, view.reshape(view.length()));
    }

    /**
     * Runs over named arrays.
     *
     * @throws IllegalArgumentException if the velocity is not among them
     */
    public static HeavyBallRule over(HeavyBall config, Map<String, INDArray> state, boolean initialize) {
        return over(config, velocityOf(state), initialize);
    }

    private static INDArray velocityOf(Map<String, INDArray> state) {
        INDArray velocity = state.get(VELOCITY);
        if (velocity == null || state.size() != 1) {
            throw new IllegalArgumentException(
                    "heavy-ball momentum's state is one array \"" + VELOCITY + "\", got " + state.keySet());
        }
        return velocity;
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        INDArray row = gradient.reshape(velocity.shape());
        velocity.muli(config.momentum()).addi(row);
        row.assign(velocity).muli(config.getLearningRate(iteration, epoch));
    }

    @Override
    public HeavyBall getConfig() {
        return config;
    }

    @Override
    public Map<String, INDArray> getState() {
        return Map.of(VELOCITY, velocity);
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
        velocity = velocityOf(state);
        if (initialize) {
            velocity.assign(0);
        }
    }

    @Override
    public void setStateViewArray(INDArray view, long[] gradientShape, char order, boolean initialize) {
        velocity = view.reshape(view.length());
        if (initialize) {
            velocity.assign(0);
        }
    }
}
