package io.github.redescent.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonFiniteTest {
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aLossThatIsNoNumberIsFoundAtOnce(double loss) {
        Finding finding = NonFinite.find(Losses.at(1, loss)).orElseThrow();

        assertThat(finding.verdict()).isEqualTo(Verdict.NON_FINITE);
        assertThat(finding.because().sentence()).isEqualTo("loss is " + loss);
    }

    @Test
    void aGradientThatIsNoNumberIsFound() {
        Observation now = Losses.at(1, 2)
                .withMeasured(Measurements.builder()
                        .total(Quantity.GRADIENT_NORM, Double.NaN)
                        .build());

        assertThat(NonFinite.find(now)).isPresent();
    }

    @Test
    void aHugeLossIsFinite() {
        assertThat(NonFinite.find(Losses.at(1, 1e300))).isEmpty();
    }
}
