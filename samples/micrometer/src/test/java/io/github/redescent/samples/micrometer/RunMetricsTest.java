package io.github.redescent.samples.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Rate;
import io.github.redescent.control.TrainingEvent.Decided;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RunMetrics metrics = new RunMetrics(registry, "digits");

    @Test
    void aStepSetsTheGauges() {
        metrics.observed(Observation.step(7, 0, 0.25, Map.of("head", new Rate(0.1, 0.5, 1))));

        assertThat(registry.get("redescent.step").tag("run", "digits").gauge().value())
                .isEqualTo(7);
        assertThat(registry.get("redescent.loss").gauge().value()).isEqualTo(0.25);
        assertThat(registry.get("redescent.rate").tag("group", "head").gauge().value())
                .isEqualTo(0.05);
    }

    @Test
    void decisionsAreCountedByRule() {
        Evidence because = new Evidence("stuck", "loss 2.3", Map.of(), Map.of());
        Decided decided = new Decided(9, "ReinitializeOnBadRegion", new Decision(List.of(), because), Fate.SUSPECTED);

        metrics.happened(decided);
        metrics.happened(decided);

        assertThat(registry.get("redescent.decisions")
                        .tag("rule", "stuck")
                        .counter()
                        .count())
                .isEqualTo(2);
    }
}
