package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.Trainer;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The paths that docs/parameter-paths.md shows. */
class ParameterPathsTest {
    private static final ParameterGroups GROUPS = ParameterGroups.builder()
            .frozen("stem", ParameterSelector.glob("01*/**").or(ParameterSelector.glob("02*/**")))
            .group("body", "04*/**", OptimizerSpec.sgd(1e-3).withMomentum(0.9))
            .decayWeightsOnly()
            .otherwise(OptimizerSpec.adamW(1e-3));

    @Test
    void aResidualNetsPathsFollowItsBlocks() {
        ControlledOptimizer optimizer = ControlledOptimizer.of(GROUPS);
        try (Model model = Models.model(residual(), 1);
                Trainer trainer = Models.trainer(model, optimizer, new Shape(4, 3, 8, 8), optimizer.listeners())) {
            assertThat(trainer.getDevices()).hasSize(1);
            assertThat(optimizer.parameters().entries())
                    .extracting(info -> info.path() + ' ' + info.group() + (info.frozen() ? " frozen" : ""))
                    .contains(
                            "01Conv2d/weight stem frozen",
                            "02BatchNorm/runningMean stem frozen",
                            "04ParallelBlock/01SequentialBlock/01Conv2d/weight body",
                            "04ParallelBlock/01SequentialBlock/05BatchNorm/gamma body",
                            "07Linear/weight otherwise",
                            "07Linear/bias otherwise-undecayed");
        }
    }

    @Test
    void recurrentAndTransformerBlocksNameTheirParts() {
        SequentialBlock block = new SequentialBlock()
                .add(LSTM.builder()
                        .setNumLayers(1)
                        .setStateSize(4)
                        .optReturnState(false)
                        .build())
                .add(new TransformerEncoderBlock(4, 2, 8, 0f, Activation::relu));
        ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-3));
        try (Model model = Models.model(block, 1);
                Trainer trainer = Models.trainer(model, optimizer, new Shape(2, 5, 4), optimizer.listeners())) {
            assertThat(trainer.getDevices()).hasSize(1);
            assertThat(optimizer.parameters().all().paths())
                    .contains(
                            "01LSTM/l_0_i2h_WEIGHT",
                            "01LSTM/l_0_h2h_BIAS",
                            "02TransformerEncoderBlock/01selfAttention/02queryProjection/weight",
                            "02TransformerEncoderBlock/02attentionNorm/gamma",
                            "02TransformerEncoderBlock/03outputBlock/01Linear/bias");
        }
    }

    private static SequentialBlock residual() {
        SequentialBlock path = new SequentialBlock()
                .add(conv(8))
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(conv(8))
                .add(BatchNorm.builder().build());
        ParallelBlock shortcut = new ParallelBlock(
                branches -> new NDList(
                        branches.get(0).singletonOrThrow().add(branches.get(1).singletonOrThrow())),
                List.of(path, Blocks.identityBlock()));
        return new SequentialBlock()
                .add(conv(8))
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(shortcut)
                .add(Activation::relu)
                .add(Pool.globalAvgPool2dBlock())
                .add(Linear.builder().setUnits(10).build());
    }

    private static Conv2d conv(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .setFilters(filters)
                .optPadding(new Shape(1, 1))
                .build();
    }
}
