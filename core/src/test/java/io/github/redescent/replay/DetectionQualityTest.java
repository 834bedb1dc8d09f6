package io.github.redescent.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.region.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertThat(verdicts(1, seed -> kind.openTrace(1000, seed))).isSubsetOf(allowed(kind));
    }

    @ParameterizedTest
    @MethodSource("kindsThatShowInTheLossAlone")
    void withoutAChanceLossHealthyRunsPassAndBrokenOnesDoNot(SyntheticRun kind) {
        assertThat(verdicts(1, seed -> kind.bareTrace(600, seed))).containsOnly(kind.expected());
    }

    private static Stream<SyntheticRun> kindsThatShowInTheLossAlone() {
        return Arrays.stream(SyntheticRun.values())
                .filter(kind -> kind.expected() != Verdict.STUCK && kind.expected() != Verdict.DEAD);
    }

    private static Verdict[] allowed(SyntheticRun kind) {
        return kind.isHidden() ? new Verdict[] {Verdict.STUCK, Verdict.HEALTHY} : new Verdict[] {kind.expected()};
    }

    private static List<Verdict> verdicts(int seeds, LongFunction<Trace> traces) {
        return LongStream.rangeClosed(1, seeds)
                .mapToObj(seed -> Replay.judge(traces.apply(seed), RECIPE).verdict())
                .distinct()
                .toList();
    }
}
