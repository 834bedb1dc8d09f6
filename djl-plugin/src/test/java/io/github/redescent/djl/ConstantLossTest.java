package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SimpleCompositeLoss;
import io.github.redescent.djl.optimizer.Program;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loss of the best constant, against the loss itself evaluated on that constant. */
class ConstantLossTest {
    private static final double ENTROPY = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));

    private NDManager manager;
    private Program program;

    @BeforeEach
    void load() {
        manager = NDManager.newBaseManager();
        program = Program.load(manager, Device.cpu());
    }

    @AfterEach
    void unload() {
        manager.close();
    }

    private OptionalDouble of(Loss loss, NDArray label, NDArray prediction) {
        ConstantLoss constant = new ConstantLoss();
        constant.observe(
                loss,
                new BatchData(
                        null, Map.of(Device.cpu(), new NDList(label)), Map.of(Device.cpu(), new NDList(prediction))),
                program);
        return constant.value();
    }

    @Test
    void classesAreAsProbableAsTheyWereFrequentWhateverTheLabelsType() {
        for (DataType type : new DataType[] {DataType.FLOAT32, DataType.INT32, DataType.INT64, DataType.UINT8}) {
            NDArray label = manager.create(new float[] {0, 0, 0, 1}).toType(type, false);

            OptionalDouble value = of(Loss.softmaxCrossEntropyLoss(), label, manager.zeros(new Shape(4, 2)));

            assertThat(value.orElse(Double.NaN)).as(type.name()).isCloseTo(ENTROPY, within(1e-6));
        }
    }

    @Test
    void labelsThatAreProbabilitiesAndAWeightAreTakenIn() {
        NDArray label = manager.create(new float[][] {{1, 0}, {1, 0}, {0.5f, 0.5f}, {0.5f, 0.5f}});
        Loss loss = Loss.softmaxCrossEntropyLoss("weighted", 3, -1, false, true);

        assertThat(of(loss, label, manager.zeros(new Shape(4, 2))).orElse(Double.NaN))
                .isCloseTo(3 * ENTROPY, within(1e-5));
    }

    @Test
    void theClassAxisMayBeInTheMiddle() {
        NDArray label = manager.create(new float[] {0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0}, new Shape(3, 1, 4));
        Loss loss = Loss.softmaxCrossEntropyLoss("middle", 1, 1, true, true);

        assertThat(of(loss, label, manager.zeros(new Shape(3, 2, 4))).orElse(Double.NaN))
                .isCloseTo(ENTROPY, within(1e-5));
        assertThat(of(loss, manager.zeros(new Shape(3, 1, 4)), manager.zeros(new Shape(3, 4, 4))))
                .as("which axis holds the classes cannot be seen")
                .isEmpty();
    }

    @Test
    void squaredErrorsAreThoseOfTheMean() {
        NDArray label = manager.create(new float[][] {{1, 10}, {3, 20}});

        assertThat(of(Loss.l2Loss(), label, manager.zeros(new Shape(2, 2))).orElse(Double.NaN))
                .isCloseTo(0.5 * (1 + 25) / 2, within(1e-5));
        assertThat(of(Loss.l2Loss("double", 1), label.toType(DataType.FLOAT64, true), doubles())
                        .orElse(Double.NaN))
                .isCloseTo((1 + 25) / 2.0, within(1e-9));
    }

    private NDArray doubles() {
        return manager.zeros(new Shape(2, 2), DataType.FLOAT64);
    }

    @Test
    void absoluteErrorsAreThoseOfTheMedian() {
        NDArray label = manager.create(new float[] {0, 0, 9});

        assertThat(of(Loss.l1Loss(), label, manager.zeros(new Shape(3, 1))).orElse(Double.NaN))
                .isCloseTo(3, within(1e-6));
    }

    @Test
    void yesAndNoHaveTheirEntropyPerColumnAndAHingeItsShare() {
        NDArray label = manager.create(new float[] {1, 1, 1, 0});
        NDArray signs = manager.create(new float[] {1, 1, 1, -1});
        NDArray prediction = manager.zeros(new Shape(4, 1));

        assertThat(of(Loss.sigmoidBinaryCrossEntropyLoss(), label, prediction).orElse(Double.NaN))
                .isCloseTo(ENTROPY, within(1e-5));
        assertThat(of(Loss.hingeLoss(), signs, prediction).orElse(Double.NaN)).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void sumsOfLossesAndPenaltiesAreAddedUp() {
        NDList weights = new NDList(manager.create(new float[] {3, 4}));
        Loss loss = new SimpleCompositeLoss()
                .addLoss(Loss.softmaxCrossEntropyLoss())
                .addLoss(Loss.l2WeightedDecay("decay", 0.1f, weights));
        NDArray label = manager.create(new float[] {0, 0, 0, 1});

        assertThat(of(loss, label, manager.zeros(new Shape(4, 2))).orElse(Double.NaN))
                .isCloseTo(ENTROPY + 2.5, within(1e-5));
        Loss both = new SimpleCompositeLoss().addLoss(Loss.l2Loss()).addLoss(Loss.l1Loss());
        assertThat(of(both, manager.create(new float[] {0, 2}), manager.zeros(new Shape(2, 1)))
                        .orElse(Double.NaN))
                .isCloseTo(1.5, within(1e-6));
    }

    @Test
    void aLossOfTheUsersIsUnknown() {
        Loss own = new Loss("own") {
            @Override
            public NDArray evaluate(NDList labels, NDList predictions) {
                throw new IllegalStateException("never evaluated");
            }
        };

        assertThat(of(own, manager.zeros(new Shape(2)), manager.zeros(new Shape(2, 2))))
                .isEmpty();
    }
}
