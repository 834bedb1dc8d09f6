package io.github.redescent.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.control.Fate;
import io.github.redescent.policy.KeepBest;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void eachTraceGivesOneLineOfJson(@TempDir Path folder) throws IOException {
        Path stuck = write(folder.resolve("a.jsonl"), SyntheticRun.STUCK_AT_CHANCE);
        Path broken = write(folder.resolve("b.jsonl"), SyntheticRun.NOT_A_NUMBER);
        Path healthy = write(folder.resolve("c.jsonl"), SyntheticRun.SLOW_BUT_CONVERGING);

        int code = judge(stuck, broken, healthy);

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("\\{\"trace\":\"STUCK_AT_CHANCE-1\",\"verdict\":\"STUCK\",\"step\":\\d+,"
                                        + "\"reason\":\"loss .*\"}"),
                        line -> assertThat(line).contains("\"verdict\":\"NON_FINITE\",\"step\":52"),
                        line -> assertThat(line)
                                .contains("\"verdict\":\"HEALTHY\",\"step\":1000,"
                                        + "\"reason\":\"nothing was found in 1000 steps\""));
    }

    @Test
    void aMalformedTraceIsNamedAndTheOthersAreJudged(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(
                folder.resolve("broken.jsonl"), "{\"format\":\"redescent-trace/1\",\"name\":\"x\"}\n{\"step\":1}\n");
        Path stuck = write(folder.resolve("a.jsonl"), SyntheticRun.STUCK_AT_CHANCE);

        int code = judge(broken, folder.resolve("missing.jsonl"), stuck);

        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("broken.jsonl:2: loss")
                .contains("missing.jsonl");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("STUCK_AT_CHANCE-1");
    }

    @Test
    void aSuspicionLeavesATraceHealthyAndIsMentioned() {
        Judgement judgement = Replay.judge(
                SyntheticRun.STUCK_AT_CHANCE.bareTrace(1000, 1), Recipe.of(ReinitializeOnBadRegion.defaults()));

        assertThat(judgement.verdict().name()).isEqualTo("HEALTHY");
        assertThat(judgement.step()).isEqualTo(1000);
        assertThat(judgement.reason()).startsWith("suspected at step ").contains("loss 2.3");
    }

    @Test
    void decisionsOfAllPoliciesAreListed() {
        Recipe recipe = Recipe.of(KeepBest.defaults(), ReinitializeOnBadRegion.defaults());

        assertThat(Replay.decisions(SyntheticRun.STUCK_AT_CHANCE.trace(1000, 1), recipe))
                .extracting(decided -> decided.policy() + ' ' + decided.fate())
                .contains("KeepBest " + Fate.APPLIED, "ReinitializeOnBadRegion " + Fate.APPLIED);
    }

    private int judge(Path... files) {
        return Replay.judgeAll(
                List.of(files),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static Path write(Path file, SyntheticRun kind) throws IOException {
        Trace trace = kind.trace(1000, 1);
        try (TraceWriter writer = TraceWriter.to(file, trace.header())) {
            trace.observations().forEach(writer::write);
        }
        return file;
    }
}
