package io.github.redescent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import java.io.BufferedReader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReaderTest {
    private static final String HEADER = "{\"format\":\"redescent-trace/1\",\"name\":\"run\"}\n";

    @Test
    void theDesignsExampleIsRead() {
        Trace trace = read("""
                {"format":"redescent-trace/1","name":"digits-mlp-7","plannedSteps":2000,"chanceLoss":2.3026}
                {"step":1,"epoch":0,"loss":2.41,"learningRate":0.01,"gradientNorm":1.9,"parameterNorm":31.2,"updateNorm":0.4,"zeroGradientFraction":0.02}
                """);

        Observation line = trace.observations().get(0);
        assertThat(trace.header())
                .isEqualTo(
                        TraceHeader.named("digits-mlp-7").withPlannedSteps(2000).withChanceLoss(2.3026));
        assertThat(line.loss()).isEqualTo(2.41);
        assertThat(line.rates()).containsValue(Rate.scheduled(0.01));
        assertThat(line.measured().total(Quantity.ZERO_GRADIENTS)).hasValue(0.02);
        assertThat(line.measured().total(Quantity.UPDATE_NORM)).hasValue(0.4);
    }

    @Test
    void stepAndLossAreEnough() {
        Trace trace = read(HEADER + "{\"step\":5,\"loss\":\"-Infinity\"}");

        assertThat(trace.lastStep()).isEqualTo(5);
        assertThat(trace.observations().get(0).loss()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"step\":2}|loss is required and missing",
                "{\"loss\":2}|step is required and missing",
                "{\"step\":2,\"loss\":null}|loss must be a number",
                "{\"step\":2,\"loss\":NaN}|not JSON",
                "{\"step\":2,\"loss\":\"2\"}|loss must be a number",
                "{\"step\":2,\"loss\":1,\"loss\":2}|member loss stands twice in a line",
                "{\"step\":2,\"loss\":1,\"tensors\":{\"0/W\":{},\"0/W\":{}}}|member 0/W stands twice in tensors",
                "{\"step\":2,\"loss\":1} // late|not JSON",
                "/* early */ {\"step\":2,\"loss\":1}|not JSON",
                "{\"step\":2,\"epoch\":0.5,\"loss\":1}|epoch must be a whole number, got 0.5",
                "{\"step\":2,\"loss\":1,\"appliedBy\":[\"me\"]}|one for each of the 0 actions",
                "{\"step\":2.5,\"loss\":1}|step must be a whole number, got 2.5",
                "{\"step\":1,\"loss\":1}|step must be above the line before's, 1, got 1",
                "{\"step\":2,\"loss\":1,\"lr\":3}|unknown member lr",
                "{\"step\":2,\"loss\":1|not JSON",
                "{\"step\":2,\"loss\":1} {}|not JSON",
                "[2, 1]|a line must be an object",
                "{\"step\":2,\"loss\":1,\"tensors\":{\"0/W\":{\"norm\":1}}}|unknown member norm",
                "{\"step\":2,\"loss\":1,\"applied\":[{\"type\":\"Explode\"}]}|Explode",
                "hello|not JSON"
            })
    void aMalformedLineIsNamed(String line, String message) {
        String text = HEADER + "{\"step\":1,\"loss\":1}\n" + line + "\n";

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("run.jsonl:3: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"step\":1,\"loss\":1}|unknown member",
                "{\"format\":\"redescent-trace/2\",\"name\":\"x\"}|format must be redescent-trace/1, got redescent-trace/2",
                "{\"format\":\"redescent-trace/1\"}|name is required",
                "{\"format\":\"redescent-trace/1\",\"name\":\"x\",\"plannedSteps\":0}|plannedSteps must be positive, got 0",
                "{\"format\":\"redescent-trace/1\",\"name\":\"x\",\"plannedSteps\":1.5}|plannedSteps must be a whole number, got 1.5",
                "{\"format\":\"redescent-trace/1\",\"name\":\"x\",\"name\":\"y\"}|member name stands twice"
            })
    void aMalformedHeaderIsNamed(String line, String message) {
        assertThatThrownBy(() -> read(line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("run.jsonl:1: ")
                .hasMessageContaining(message);
    }

    private static Trace read(String text) {
        return TraceReader.read(new BufferedReader(new StringReader(text)), "run.jsonl");
    }
}
