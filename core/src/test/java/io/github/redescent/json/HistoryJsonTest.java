package io.github.redescent.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Fate;
import io.github.redescent.control.TrainingEvent.Decided;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryJsonTest {
    @Test
    void aDecisionIsWrittenWithItsReason() {
        Evidence because = new Evidence("non-finite", "loss is NaN", Map.of("loss", Double.NaN), Map.of("loss", 2.5));
        Decision decision = new Decision(List.of(new Action.RedrawWeights(ParameterSelector.all(), 42)), because);

        String json = HistoryJson.write(List.of(new Decided(7, "Guard", decision, Fate.APPLIED)));

        assertThat(json)
                .startsWith("{\"decisions\":[{\"step\":7,\"policy\":\"Guard\"")
                .contains("\"type\":\"RedrawWeights\"", "\"seed\":42", "\"rule\":\"non-finite\"")
                .contains("\"measured\":{\"loss\":\"NaN\"}", "\"threshold\":{\"loss\":2.5}", "\"fate\":\"APPLIED\"");
    }

    @Test
    void anUneventfulRunHasNoDecisions() {
        assertThat(HistoryJson.write(List.of())).isEqualTo("{\"decisions\":[]}");
    }
}
