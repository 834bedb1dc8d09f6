package io.github.redescent.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.json.RecordJson;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private static final PairedRun.Excess FALLING = (step, random) -> -0.002 * step + 0.01 * random.nextGaussian();

    @Test
    void theCurveIsCondensedToAtMost64BlocksOfEqualLength() {
        Curve curve = PairedRun.of(1000).last(FALLING).curve();

        assertThat(curve.length()).isEqualTo(16);
        assertThat(curve.blocks()).hasSize(62).allMatch(block -> block.count() == 16);
        assertThat(curve.blocks().get(61).until()).isEqualTo(992);
        assertThat(curve.pending().count()).isEqualTo(8);
    }

    @Test
    void theOutlookTellsSkillBandAndEnd() {
        Attempt half = PairedRun.of(1000).last((step, random) -> step <= 1000 ? -0.001 * step : 0);

        Outlook outlook = half.outlook(PairedRun.LIMITS).orElseThrow();

        assertThat(outlook.end()).isEqualTo(1000);
        assertThat(outlook.skill().value()).isCloseTo(0.84 / PairedRun.CONSTANT, within(0.02));
        assertThat(outlook.finalSkill()).isGreaterThan(outlook.skill().value());
        assertThat(half.hasLearned(PairedRun.LIMITS)).isTrue();
    }

    @Test
    void thereIsNoOutlookAtFirstNorWithoutTheConstant() {
        assertThat(PairedRun.of(20).last(FALLING).outlook(PairedRun.LIMITS)).isEmpty();
        assertThat(PairedRun.of(400).withoutConstant().last(FALLING).outlook(PairedRun.LIMITS))
                .isEmpty();
    }

    @Test
    void theNextAttemptHasLearnedNothingYetAndKnowsTheEnd() {
        Attempt next = PairedRun.of(400).last(FALLING).next();

        assertThat(next.begin()).isEqualTo(400);
        assertThat(next.end()).hasValue(400);
        assertThat(next.hasLearned(PairedRun.LIMITS)).isFalse();
        assertThat(next.curve().blocks()).isEmpty();
        assertThat(next.rebased()).isSameAs(next);
    }

    @Test
    void anAttemptSurvivesJson() {
        Attempt attempt = PairedRun.of(500).last(FALLING);

        assertThat(RecordJson.fromText(RecordJson.toText(attempt), Attempt.class))
                .isEqualTo(attempt);
    }
}
