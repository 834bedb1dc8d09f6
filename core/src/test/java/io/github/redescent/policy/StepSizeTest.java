package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.control.Handover;
import io.github.redescent.optimizer.AdaDelta;
import io.github.redescent.optimizer.AdaGrad;
import io.github.redescent.optimizer.AdaMax;
import io.github.redescent.optimizer.AdamW;
import io.github.redescent.optimizer.AmsGrad;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.RmsProp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How large first updates are: per unit of rate, for ‖g‖ = 2, ‖θ‖ = 10 and 16 entries. */
class StepSizeTest {
    record Case(OptimizerSpec optimizer, double perRate) {}

    static List<Case> cases() {
        return List.of(
                new Case(OptimizerSpec.sgd(1), 2),
                new Case(OptimizerSpec.sgd(1).withWeightDecay(0.1), 3),
                new Case(OptimizerSpec.sgd(1).withMomentum(0.75), 8),
                new Case(OptimizerSpec.sgd(1).withNesterov(0.75), 8),
                new Case(OptimizerSpec.sgd(1).withMomentum(0.5).withDampening(0.9), 2),
                new Case(OptimizerSpec.adam(1), 4),
                new Case(AdamW.defaults().withRate(LearningRate.constant(1)).withWeightDecay(0.1), 5),
                new Case(AmsGrad.defaults(), 4),
                new Case(AdaMax.defaults(), 4),
                new Case(AdaGrad.defaults(), 4),
                new Case(RmsProp.defaults(), 40));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theFirstStepIsWhatTheRuleSays(Case one) {
        StepSize size = new StepSize(Handover.FRESH, 2, 10, 16);

        assertThat(one.optimizer().match(size).orElseThrow()).isCloseTo(one.perRate(), within(1e-9));
    }

    @Test
    void someFirstStepsAreNotKnown() {
        assertThat(List.of(
                        OptimizerSpec.nAdam(1), OptimizerSpec.rAdam(1), AdaDelta.defaults(), OptimizerSpec.host("x")))
                .noneMatch(each -> StepSize.isKnown(each, Handover.FRESH));
        assertThat(StepSize.isKnown(OptimizerSpec.adam(1), Handover.MOMENTUM)).isFalse();
        assertThat(StepSize.isKnown(OptimizerSpec.sgd().withMomentum(0.9), Handover.MOMENTUM))
                .isTrue();
    }
}
