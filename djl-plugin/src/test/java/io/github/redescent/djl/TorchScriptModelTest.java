package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.Trainer;
import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action.Unfreeze;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptModelTest {
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-2);

    private static final Recipe UNFREEZING =
            Recipe.of(ScriptedPolicy.at(2, new Unfreeze(ParameterSelector.glob("01*/weight"))));

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        ScriptedNet.write(folder);
    }

    @Test
    void groupsDivideALoadedModel() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ParameterGroups.builder()
                .frozen("weight", "weight")
                .group("bias", "bias", ADAM)
                .otherwise(ADAM));
        try (Model model = load(Map.of("trainParam", "true"));
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Map<String, float[]> before = Models.weights(model);

            Models.steps(trainer, 3);

            Map<String, float[]> after = Models.weights(model);
            assertThat(after.get("weight")).isEqualTo(before.get("weight"));
            assertThat(after.get("bias")).isNotEqualTo(before.get("bias"));
        }
    }

    @Test
    void aLoadedBodyUnderANewHeadCanBeUnfrozen() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, UNFREEZING);
        try (Model body = load(Map.of("trainParam", "true"));
                Model model = withHead(body)) {
            Parameter weight = body.getBlock().getParameters().get("weight");
            weight.freeze(true);
            try (Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
                float[] before = weight.getArray().toFloatArray();
                Models.steps(trainer, 2);
                assertThat(weight.getArray().toFloatArray()).isEqualTo(before);

                Models.steps(trainer, 1);

                assertThat(weight.getArray().toFloatArray()).isNotEqualTo(before);
            }
        }
    }

    @Test
    void whatWasLoadedForInferenceCannotBeUnfrozen() throws Exception {
        ControlledOptimizer optimizer = ControlledOptimizer.of(ADAM, UNFREEZING);
        try (Model body = load(Map.of());
                Model model = withHead(body);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            assertThat(trainer.getDevices()).hasSize(1);

            assertThatThrownBy(optimizer::attach)
                    .isInstanceOf(UnsupportedByBackendException.class)
                    .hasMessageContaining("/weight cannot be unfrozen")
                    .hasMessageContaining("trainParam=true");
        }
    }

    private static Model withHead(Model body) {
        return Models.model(
                new SequentialBlock()
                        .add(body.getBlock())
                        .add(Linear.builder().setUnits(3).build()),
                1);
    }

    private Model load(Map<String, String> options) throws Exception {
        Model model = Model.newInstance("net", Device.cpu());
        model.load(folder, "net", options);
        return model;
    }
}
