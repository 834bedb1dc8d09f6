package io.github.redescent.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.region.Verdict;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectionQualityTest {
    private static final Recipe RECIPE = Recipe.of(ReinitializeOnBadRegion.defaults());

    @ParameterizedTest
    @EnumSource
    void aRunOfKnownLengthAndChanceLossIsJudgedRight(SyntheticRun kind) {
        assertThat(verdicts(1, seed -> kind.trace(1000, seed))).isSubsetOf(allowed(kind));
    }

    @ParameterizedTest
    @EnumSource
    void aRunOfUnknownLengthIsJudgedRight(SyntheticRun kind) {
        assertThat(verdicts(1, seed -> kind.openTrace(1000, seed)))
                .isSubsetOf(kind.isLate() ? Verdict.values() : allowed(kind));
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingIsKnownNoLevelConvicts(SyntheticRun kind) {
        assertThat(verdicts(1, seed -> kind.bareTrace(600, seed))).isSubsetOf(bare(kind));
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPLODING", "NOT_A_NUMBER", "OVERFLOW", "DYING_RECTIFIERS"})
    void whereNothingIsKnownAnExplosionIsSeenAndWhatDied(SyntheticRun kind) {
        assertThat(verdicts(1, seed -> kind.bareTrace(600, seed))).containsOnly(kind.expected());
    }

    private static Verdict[] allowed(SyntheticRun kind) {
        return kind.isHidden() ? new Verdict[] {kind.expected(), Verdict.HEALTHY} : new Verdict[] {kind.expected()};
    }

    private static List<Verdict> bare(SyntheticRun kind) {
        return switch (kind) {
            case EXPLODING, NOT_A_NUMBER, OVERFLOW -> List.of(kind.expected());
            default ->
                kind.expected() == Verdict.DEAD ? List.of(Verdict.DEAD, Verdict.HEALTHY) : List.of(Verdict.HEALTHY);
        };
    }

    private static List<Verdict> verdicts(int seeds, LongFunction<Trace> traces) {
        return LongStream.rangeClosed(1, seeds)
                .mapToObj(seed -> Replay.judge(traces.apply(seed), RECIPE).verdict())
                .distinct()
                .toList();
    }
}
