package io.github.redescent.dl4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.contract.OracleCase;
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/** Updaters of the table against PyTorch's numbers, in float64. */
class OracleTest {
    private static final UpdaterTable TABLE = new UpdaterTable(Map.of());

    /** Largest distance from PyTorch's weights over the run, as docs/dl4j-optimizers.md states it. */
    private static final Map<String, Double> DEVIATIONS = Map.ofEntries(
            Map.entry("adam", 2.4e-4),
            Map.entry("adam_l2", 4e-7),
            Map.entry("adamw", 2e-4),
            Map.entry("amsgrad", 3e-5),
            Map.entry("adamax", 5e-6),
            Map.entry("rmsprop", 0.2),
            Map.entry("adagrad", 0.3),
            Map.entry("adagrad_weight_decay", 2e-4),
            Map.entry("nadam", 1.7));

    static List<OracleCase> cases() {
        return OracleCase.all().stream()
                .filter(oracle ->
                        isSwitch(oracle) || (isInTable(oracle) && !oracle.name().startsWith("clip")))
                // What resets and rates do is exact or not as the rule is; a form of DL4J's own is compared once.
                .filter(oracle -> isSwitch(oracle)
                        || !DEVIATIONS.containsKey(oracle.optimizer())
                        || oracle.name().equals("plain"))
                .filter(oracle -> !coasts(oracle))
                .toList();
    }

    private static boolean isSwitch(OracleCase oracle) {
        return oracle.name().startsWith("switch");
    }

    private static boolean isInTable(OracleCase oracle) {
        return !oracle.optimizer().equals("radam") && !oracle.optimizer().startsWith("rmsprop_");
    }

    /** The velocity of DL4J's Nesterovs holds the rate: after a drop without a reset it goes on at the old one. */
    private static boolean coasts(OracleCase oracle) {
        return oracle.optimizer().startsWith("nesterov") && oracle.name().endsWith("no_reset");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTablesUpdatersAreAsFarFromPyTorchAsTheDocsSay(OracleCase expected) {
        boolean switches = isSwitch(expected);
        // DL4J's Adam has an epsilon of its own: switches begin from PyTorch's weights.
        int first = switches ? 15 : 0;
        OptimizerSpec spec = switches ? expected.target() : expected.spec();
        double[] start = switches ? expected.weights()[first - 1] : expected.initial();
        ControlledUpdater updater = new ControlledUpdater(spec.match(TABLE));
        updater.startWith(TABLE.regime(spec, first, 0));
        updater.startCorrections(first, first);
        INDArray weights = Nd4j.create(start);
        INDArray state = updater.stateSize(start.length) == 0
                ? null
                : Nd4j.zeros(DataType.DOUBLE, updater.stateSize(start.length));
        GradientUpdater<?> rule = updater.instantiate(state, true);
        double largest = 0;
        for (int step = first; step < expected.gradients().length; step++) {
            if (step == 10
                    && expected.name().contains("reset")
                    && !expected.name().contains("no_reset")) {
                updater.startCorrections(10, 10);
                rule = updater.instantiate(state, true);
            }

            weights.subi(update(updater, rule, weights, expected.gradients()[step], step));

            for (int i = 0; i < start.length; i++) {
                largest = Math.max(largest, Math.abs(weights.getDouble(i) - expected.weights()[step][i]));
            }
        }
        double allowed = switches ? 0 : DEVIATIONS.getOrDefault(expected.optimizer(), 0.0);
        // Rounding of thirty float64 steps, one of them a hundred times too big.
        assertThat(largest).isLessThanOrEqualTo(Math.max(allowed, 1e-11));
        assertThat(largest).as("the docs should not claim more").isGreaterThanOrEqualTo(allowed / 10);
    }

    /** As DL4J's UpdaterBlock does: penalties, the rule, weight decay. */
    private static INDArray update(
            ControlledUpdater updater, GradientUpdater<?> rule, INDArray weights, double[] gradient, int step) {
        INDArray update = Nd4j.create(gradient);
        Regularization decay = updater.regime().decay();
        double rate = updater.getLearningRate(step, 0);
        if (decay != null && decay.applyStep() == ApplyStep.BEFORE_UPDATER) {
            decay.apply(weights, update, rate, step, 0);
        }
        rule.applyUpdater(update, step, 0);
        if (decay != null && decay.applyStep() == ApplyStep.POST_UPDATER) {
            decay.apply(weights, update, rate, step, 0);
        }
        return update;
    }
}
