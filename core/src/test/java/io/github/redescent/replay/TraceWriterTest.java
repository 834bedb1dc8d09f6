package io.github.redescent.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.control.Action;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.parameter.ParameterSelector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceWriterTest {
    private static final Map<String, Rate> RATES = Map.of("body", new Rate(0.1, 0.3, 1), "head", Rate.scheduled(0.01));

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Observation first = Observation.step(1, 0, 2.5, Map.of(TraceFields.WHOLE, Rate.scheduled(0.1)));
        Observation second = Observation.step(2, 1, Double.NaN, RATES)
                .withMeasured(Measurements.builder()
                        .total(Quantity.CONSTANT_LOSS, 2.3)
                        .perTensor(Quantity.GRADIENT_NORM, Map.of("0/W", 1.5, "1/W", Double.POSITIVE_INFINITY))
                        .build())
                .withApplied(List.of(
                        new Action.RedrawWeights(ParameterSelector.glob("head/**"), 7),
                        new Action.Restore(ParameterSelector.all(), "best")));
        StringBuilder text = new StringBuilder();

        try (TraceWriter writer = TraceWriter.to(text, TraceHeader.named("run").withPlannedSteps(9))) {
            writer.write(first);
            writer.write(second);
        }

        Trace read = TraceReader.read(new BufferedReader(new StringReader(text.toString())), "text");
        assertThat(read).isEqualTo(new Trace(TraceHeader.named("run").withPlannedSteps(9), List.of(first, second)));
    }

    @Test
    void aValidationLossStandsAtTheNextUpdate(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.jsonl");

        try (TraceWriter writer = TraceWriter.to(file, TraceHeader.named("run"))) {
            writer.write(Observation.step(1, 0, 2, Map.of()));
            writer.write(new Observation(
                    Moment.EPOCH, 1, 1, 2, OptionalDouble.of(1.5), Map.of(), Measurements.none(), List.of()));
            writer.write(Observation.step(2, 1, 2, Map.of()));
        }

        assertThat(TraceReader.read(file).observations())
                .extracting(Observation::validationLoss)
                .containsExactly(OptionalDouble.empty(), OptionalDouble.of(1.5));
    }
}
