package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.Onlooker;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.ResetMode;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

class OnlookerTest {
    private static final List<DataSet> BATCHES = Nets.batches(8);
    private static final Recipe RESET =
            Recipe.of(ScriptedPolicy.at(3, new Action.ResetState(ParameterSelector.all(), ResetMode.FULL)));

    @Test
    void aWatchedRunIsTheSameAsAnUnwatchedOne() {
        MultiLayerNetwork alone = Nets.layers(new Adam(0.01));
        MultiLayerNetwork watched = Nets.layers(new Adam(0.01));
        Onlooker onlooker = new Onlooker();
        ControlListener.attach(RESET, alone);
        ControlListener.builder(RESET).watch(onlooker).attach(watched);

        for (int step = 0; step < 8; step++) {
            alone.fit(BATCHES.get(step));
            watched.fit(BATCHES.get(step));
        }

        assertThat(watched.params()).isEqualTo(alone.params());
        assertThat(onlooker.seen()).extracting(Observation::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(onlooker.seen())
                .allSatisfy(now -> assertThat(now.measured().perTensor(Quantity.UPDATE_NORM))
                        .containsKeys("layer0/W", "layer2/b")
                        .allSatisfy((path, norm) -> assertThat(norm).isPositive()));
        assertThat(onlooker.events()).anyMatch(event -> event.describe().contains("step 3 ScriptedPolicy"));
    }
}
