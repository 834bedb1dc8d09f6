package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.control.Evidence;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The projection of a rate: Keskar and Socher 2017, arXiv 1712.07628, section 3. */
class SwatsTest {
    private static final Swats LITERAL = Trigger.swats(Swats.Variant.LITERAL);
    private static final Swats ROBUST = Trigger.swats().withWindow(16).withEvery(1);

    @Test
    void gammaAndItsCorrectedAverageAreThoseComputedByHand() {
        Swats swats = LITERAL.withBeta2(0.5);

        Projection first = swats.follow(Projection.NONE, 2, -4);
        Projection second = swats.follow(first, 3, -2);
        Projection flat = swats.follow(second, 3, 0);
        Projection up = swats.follow(flat, 1, 4);

        // γ = 2/4; λ = 0.5·0.5; Λ = 0.25/(1 − 0.5)
        assertThat(first.newest()).isEqualTo(0.5);
        assertThat(first.average()).isEqualTo(0.25);
        assertThat(swats.corrected(first)).isEqualTo(0.5);
        // γ = 3/2; λ = 0.5·0.25 + 0.5·1.5; Λ = 0.875/(1 − 0.25)
        assertThat(second.newest()).isEqualTo(1.5);
        assertThat(second.average()).isEqualTo(0.875);
        assertThat(swats.corrected(second)).isCloseTo(7 / 6.0, within(1e-15));
        // pᵀg = 0 counts as a step and leaves λ alone: Λ = 0.875/(1 − 0.125)
        assertThat(flat.average()).isEqualTo(0.875);
        assertThat(swats.corrected(flat)).isEqualTo(1);
        // γ = −1/4; λ = 0.4375 − 0.125; Λ = 0.3125/(1 − 0.0625)
        assertThat(up.newest()).isEqualTo(-0.25);
        assertThat(swats.corrected(up)).isCloseTo(1 / 3.0, within(1e-15));
    }

    @Test
    void literalFiresOnceTheAverageMeetsGammaButNotOnTheFirstUpdate() {
        Projection first = LITERAL.follow(Projection.NONE, 2, -4);
        Projection second = LITERAL.follow(first, 6, -12);
        Projection away = LITERAL.follow(second, 6, -11.9);

        assertThat(fires(LITERAL, first)).isEmpty(); // Λ = γ always there
        assertThat(fires(LITERAL, second)).isPresent();
        assertThat(fires(LITERAL, away)).isEmpty();
        assertThat(LITERAL.projected(second).orElseThrow().rate()).isCloseTo(0.5, within(1e-12));
    }

    /**
     * The same run twice: updates p = −5000·g, so that γ is 5000 on every step, as of a mean loss of small numbers. In
     * double precision the rule fires at once. Rounded to single precision γ is off by some 1e-8 of itself, 5e-5: over
     * 1,000 steps Λ and γ are never within 1e-9.
     */
    @Test
    void literalNeverFiresInSinglePrecision() {
        assertThat(firstFiring(false)).isEqualTo(2);
        assertThat(firstFiring(true)).isEqualTo(-1);
    }

    private static int firstFiring(boolean single) {
        Projection known = Projection.NONE;
        for (int step = 1; step <= 1000; step++) {
            double squared = 0;
            double dot = 0;
            for (int i = 0; i < 5; i++) {
                double exact = Math.sin(step * 0.7 + i) / step;
                double g = single ? (float) exact : exact;
                double p = single ? (float) (-5000 * exact) : -5000 * exact;
                squared += p * p;
                dot += p * g;
            }
            known = LITERAL.follow(known, squared, dot);
            if (fires(LITERAL, known).isPresent()) {
                return step;
            }
        }
        return -1;
    }

    @Test
    void robustFiresOnceItsEstimatesHaveSettledForAWindow() {
        // Windows of 16: full at 16, sixteen estimates at 31, below the limit for sixteen at 46.
        assertThat(firstFiring(ROBUST, step -> 0.3)).isEqualTo(46);
    }

    @Test
    void robustBearsNoiseThatSingleGammasDoNot() {
        IntToDoubleFunction noisy = step -> 0.3 * Math.exp(Math.sin(step * 12.9898) * 0.9);

        Swats swats = Trigger.swats().withWindow(128);

        // The spread of single γ is about their median. Windows of 128: full at 128, estimates every 8, 248, 368.
        assertThat(firstFiring(swats, noisy)).isBetween(368, 600);
        // Drifting by a factor of e per 50 steps, with the same noise, it never settles.
        assertThat(firstFiring(swats, step -> noisy.applyAsDouble(step) * Math.exp(step / 50.0)))
                .isEqualTo(-1);
    }

    @Test
    void robustMeasuresOneUpdateInEightAndLiteralEach() {
        assertThat(LongStream.rangeClosed(1, 24)
                        .filter(step ->
                                !Trigger.swats().wants(step, after(step - 1)).isEmpty()))
                .containsExactly(8L, 16L, 24L);
        assertThat(Trigger.swats(Swats.Variant.LITERAL).wants(1, after(0))).isNotEmpty();
        assertThatThrownBy(() -> ROBUST.withEvery(0))
                .hasMessage("every must be at least 1, got 0; 1 takes each update");
    }

    @Test
    void robustMeasuresWhatIsDueOnAClockThatJumps() {
        Swats everyTen = Trigger.swats().withEvery(10);

        assertThat(LongStream.iterate(7, step -> step <= 70, step -> step + 7)
                        .filter(step -> !everyTen.wants(step, after(step - 7)).isEmpty()))
                .containsExactly(14L, 21L, 35L, 42L, 56L, 63L, 70L);
    }

    private static Watch after(long step) {
        Course course = Course.startingAfter(step, Optional.empty());
        return new Watch(course.since(), course, Projection.NONE);
    }

    @Test
    void robustLeavesUpdatesOutThatGoUp() {
        Projection known = Projection.NONE;
        for (int step = 1; step <= 100; step++) {
            known = ROBUST.follow(known, 0.3, step % 2 == 0 ? 0.5 : -1);
        }

        assertThat(ROBUST.projected(known).orElseThrow()).isEqualTo(new ProjectedRate(0.3, true));
        assertThat(fires(ROBUST, known)).isPresent();
    }

    @Test
    void evidenceNamesGammaAndItsSpread() {
        Projection known = Projection.NONE;
        for (int step = 1; step <= 46; step++) {
            known = ROBUST.follow(known, 0.3, -1);
        }

        Evidence because = fires(ROBUST, known).orElseThrow();

        assertThat(because.rule()).isEqualTo("swats");
        assertThat(because.measured()).containsEntry("γ", 0.3).containsEntry("spread", 0.0);
        assertThat(because.threshold()).containsEntry("spread", 0.1);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> ROBUST.withWindow(15)).hasMessage("window must be in [16, 1024], got 15; try 32");
        assertThatThrownBy(() -> ROBUST.withSpread(0))
                .hasMessage("spread must be positive and finite, got 0.0; try 0.1");
        assertThatThrownBy(() -> ROBUST.withBeta2(1)).hasMessageContaining("[0, 1), got 1.0");
    }

    private static int firstFiring(Swats swats, IntToDoubleFunction gamma) {
        Projection known = Projection.NONE;
        for (int step = 1; step <= 2000; step++) {
            known = swats.follow(known, gamma.applyAsDouble(step), -1);
            if (fires(swats, known).isPresent()) {
                return step;
            }
        }
        return -1;
    }

    private static Optional<Evidence> fires(Swats swats, Projection known) {
        Course course = Course.startingAfter(0, Optional.empty());
        return swats.fires(new Watch(course.since(), course, known));
    }
}
