package io.github.redescent.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TheilSenTest {
    @Test
    void theSlopeIsTheMedianOfPairwiseSlopes() {
        // pairwise slopes of 0, 1, 5, 3: 1, 2.5, 1, 4, 1, −2; sorted −2, 1, 1, 1, 2.5, 4
        TheilSen line = TheilSen.of(Series.of(0, 1, 5, 3), 0.05);

        assertThat(line.slope()).isEqualTo(1);
        assertThat(line.lower()).isEqualTo(-2);
        assertThat(line.upper()).isEqualTo(4);
    }

    @Test
    void anExactLineHasItsSlope() {
        TheilSen line = TheilSen.of(Series.of(7, 5, 3, 1), 0.05);

        assertThat(line.slope()).isEqualTo(-2);
        assertThat(line.lower()).isEqualTo(-2);
    }

    @Test
    void theBoundsMissTheTrueSlopeAsOftenAsTheRiskSays() {
        Random random = new Random(7);
        int missed = 0;
        for (int run = 0; run < 400; run++) {
            double[] x = new double[32];
            for (int i = 0; i < x.length; i++) {
                x[i] = 0.05 * i + random.nextGaussian();
            }
            missed += TheilSen.of(Series.of(x), 0.1).lower() > 0.05 ? 1 : 0;
        }

        // 40 expected of 400, standard deviation 6
        assertThat((double) missed).isCloseTo(40, within(18.0));
    }

    @Test
    void oneNumberHasNoSlope() {
        assertThatThrownBy(() -> TheilSen.of(Series.of(1), 0.05))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2");
    }
}
