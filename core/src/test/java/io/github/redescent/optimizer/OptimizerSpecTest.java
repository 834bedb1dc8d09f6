package io.github.redescent.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerSpecTest {
    static Stream<OptimizerSpec> all() {
        return Stream.of(
                OptimizerSpec.sgd(0.5),
                OptimizerSpec.adam(0.5),
                OptimizerSpec.adamW(0.5),
                OptimizerSpec.amsGrad(0.5),
                OptimizerSpec.nAdam(0.5),
                OptimizerSpec.rAdam(0.5),
                OptimizerSpec.adaMax(0.5),
                OptimizerSpec.rmsProp(0.5),
                OptimizerSpec.adaGrad(0.5),
                OptimizerSpec.adaDelta(0.5));
    }

    @ParameterizedTest
    @MethodSource("all")
    void anotherRateChangesNothingElse(OptimizerSpec spec) {
        OptimizerSpec other = spec.withRate(LearningRate.constant(0.25));

        assertThat(other.rate()).isEqualTo(LearningRate.constant(0.25));
        assertThat(other.withRate(spec.rate())).isEqualTo(spec).isNotEqualTo(other);
    }

    @Test
    void defaultsArePyTorchs() {
        assertThat(Adam.defaults()).isEqualTo(new Adam(LearningRate.constant(1e-3), 0.9, 0.999, 1e-8, 0));
        assertThat(AdamW.defaults().weightDecay()).isEqualTo(0.01);
        assertThat(NAdam.defaults()).isEqualTo(new NAdam(LearningRate.constant(2e-3), 0.9, 0.999, 1e-8, 4e-3, 0));
        assertThat(RmsProp.defaults()).isEqualTo(new RmsProp(LearningRate.constant(1e-2), 0.99, 1e-8, 0, false, 0));
        assertThat(AdaGrad.defaults()).isEqualTo(new AdaGrad(LearningRate.constant(1e-2), 0, 0, 1e-10, 0));
        assertThat(AdaDelta.defaults()).isEqualTo(new AdaDelta(LearningRate.constant(1), 0.9, 1e-6, 0));
    }

    @Test
    void nesterovNeedsMomentumWithoutDampening() {
        assertThat(OptimizerSpec.sgd(0.1).withMomentum(0.9).withNesterov(0.8).momentum())
                .isEqualTo(0.8);
        assertThatThrownBy(() -> OptimizerSpec.sgd(0.1).withNesterov(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("momentum 0.0");
        assertThatThrownBy(() -> OptimizerSpec.sgd(0.1).withNesterov(0.9).withDampening(0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dampening 0.5");
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        assertThatThrownBy(() -> OptimizerSpec.adam(1e-3).withBetas(0.9, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("beta2 must be in [0, 1), got 1.0; 0.9 is usual");
        assertThatThrownBy(() -> OptimizerSpec.rmsProp(1e-3).withEps(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("eps must be finite and at least 0, got -1.0");
        assertThatThrownBy(() -> OptimizerSpec.host(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blank");
    }
}
