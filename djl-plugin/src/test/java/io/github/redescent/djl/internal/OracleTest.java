package io.github.redescent.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.redescent.contract.OracleCase;
import io.github.redescent.control.ResetMode;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OracleTest {
    private static Program program;

    @BeforeAll
    static void load() {
        program = Program.load(Device.cpu());
    }

    @AfterAll
    static void unload() {
        program.close();
    }

    static List<OracleCase> cases() {
        return OracleCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyRuleIsPyTorchs(OracleCase expected) {
        double[] tolerance = expected.tolerance();
        LooseUpdates updates = updates(expected.spec(), expected);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray weight = manager.create(OracleCase.floats(expected.initial()));
            for (int step = 0; step < expected.gradients().length; step++) {
                if (step == 10
                        && expected.name().contains("reset")
                        && !expected.name().contains("no_reset")) {
                    updates.reset("w", ResetMode.FULL);
                }
                if (step == 15 && expected.name().startsWith("switch")) {
                    updates.close();
                    updates = updates(expected.target(), expected);
                }
                if (step >= 10 || !expected.name().startsWith("frozen")) {
                    try (NDArray gradient = manager.create(expected.gradient(step))) {
                        updates.update("w", weight, gradient);
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
        updates.close();
    }

    private static LooseUpdates updates(OptimizerSpec spec, OracleCase oracle) {
        GradientTreatment treatment = new GradientTreatment(1, oracle.number("clip_value"), oracle.number("clip_norm"));
        return new LooseUpdates(program, Settings.of(spec, new Schedules(Map.of()), treatment), () -> {});
    }
}
