package io.github.redescent.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import io.github.redescent.trend.LabelMoments;
import org.junit.jupiter.api.Test;

class ChanceLossTest {
    private final ChanceLoss chance = new ChanceLoss(LabelMoments.NONE);

    @Test
    void classificationIsTheEntropyOfTheLabels() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Loss loss = Loss.softmaxCrossEntropyLoss();
            NDList predictions = new NDList(manager.zeros(new Shape(4, 3)));

            chance.observe(loss, new NDList(manager.create(new float[] {0, 0, 1, 1})), predictions);

            assertThat(chance.value(loss, manager).getAsDouble()).isCloseTo(Math.log(2), within(1e-6));
        }
    }

    @Test
    void theLossesWeightIsMeasured() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Loss loss = new SoftmaxCrossEntropyLoss("weighted", 3, -1, false, true);
            NDList predictions = new NDList(manager.zeros(new Shape(2, 2)));

            chance.observe(loss, new NDList(manager.create(new float[][] {{1, 0}, {0, 1}})), predictions);

            assertThat(chance.value(loss, manager).getAsDouble()).isCloseTo(3 * Math.log(2), within(1e-5));
        }
    }

    @Test
    void regressionIsTheVarianceOfTheTargetsOnTheLossesScale() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Loss loss = Loss.l2Loss();
            NDList predictions = new NDList(manager.zeros(new Shape(2, 1)));

            chance.observe(loss, new NDList(manager.create(new float[] {1, 3})), predictions);

            // DJL's squared error is halved: half of the variance 1.
            assertThat(chance.value(loss, manager).getAsDouble()).isCloseTo(0.5, within(1e-6));
        }
    }

    @Test
    void anUnknownLossHasNone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Loss loss = Loss.hingeLoss();
            NDList predictions = new NDList(manager.zeros(new Shape(2, 1)));

            chance.observe(loss, new NDList(manager.create(new float[] {1, -1})), predictions);

            assertThat(chance.value(loss, manager)).isEmpty();
        }
    }
}
