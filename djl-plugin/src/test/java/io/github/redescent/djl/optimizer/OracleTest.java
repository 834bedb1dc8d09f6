package io.github.redescent.djl.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.redescent.contract.OracleCase;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PyTorch's numbers by the optimizer alone; what clips by the common norm needs a trainer. */
class OracleTest {
    static List<OracleCase> cases() {
        return OracleCase.all().stream()
                .filter(each -> !each.settings().containsKey("clip_norm"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyRuleIsPyTorchs(OracleCase expected) {
        double[] tolerance = expected.tolerance();
        FusedOptimizer optimizer = optimizer(expected.spec(), expected);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weight = manager.create(OracleCase.floats(expected.initial()));
            for (int step = 0; step < expected.gradients().length; step++) {
                if (step == 10
                        && expected.name().contains("reset")
                        && !expected.name().contains("no_reset")) {
                    optimizer.reset("w");
                }
                if (step == 15 && expected.name().startsWith("switch")) {
                    optimizer.close();
                    optimizer = optimizer(expected.target(), expected);
                }
                if (step >= 10 || !expected.name().startsWith("frozen")) {
                    try (NDArray gradient = manager.create(expected.gradient(step))) {
                        optimizer.update("w", weight, gradient);
                    }
                }
                float[] actual = weight.toFloatArray();
                for (int i = 0; i < actual.length; i++) {
                    assertThat(Math.abs(actual[i] - expected.weights()[step][i]))
                            .as("weight %d after step %d", i, step)
                            .isLessThanOrEqualTo(tolerance[i]);
                }
            }
        }
        optimizer.close();
    }

    private static FusedOptimizer optimizer(OptimizerSpec spec, OracleCase oracle) {
        OptionalDouble clip = oracle.settings().containsKey("clip_value")
                ? OptionalDouble.of(oracle.number("clip_value", 0))
                : OptionalDouble.empty();
        return FusedOptimizer.of(spec, new GradientTreatment(1, clip, OptionalDouble.empty()), Map.of());
    }
}
