package io.github.redescent.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    @TempDir
    private Path folder;

    @Test
    void aRestartedRunIsShownWithItsReason() throws Exception {
        Path page = folder.resolve("deep/run.html");
        WatchedRun run = new WatchedRun(WatchedRun.RESTART, RunReport.to(page));

        run.hangThenLearn(2000);
        run.end();

        String html = Files.readString(page);
        assertThat(run.restarts()).hasSize(1);
        assertThat(run.warnings()).isEmpty();
        assertThat(html)
                .contains("<title>put right", "2,000 of 2,000 steps", "1 new start")
                .contains("\"running\":false", "\"kind\":\"RESTART\"", "\"cause\":\"drawn anew\"")
                .contains("ReinitializeOnBadRegion[", "seed 42", "\"name\":\"stem\"", "\"name\":\"head\"")
                .doesNotContain("@@");
        assertThat(html.replaceAll("http://www.w3.org/2000/svg", "")).doesNotContain("http");
    }

    @Test
    void aReportIsThereFromTheFirstStepOn() throws Exception {
        Path page = folder.resolve("run.html");
        WatchedRun run = new WatchedRun(WatchedRun.RESTART, RunReport.to(page));
        run.step(2.4);

        assertThat(Files.readString(page)).contains("\"running\":true", "<title>healthy");
        assertThat(folder.toFile().list()).containsExactly("run.html");
        run.end();
    }

    @Test
    void whatAModelIsCalledCannotBreakThePage() {
        RunCollector collector = new RunCollector("</script><b>@@data@@");

        String html = Page.html(new Page.Content(false, List.of(collector.view(collector.standing()))));

        assertThat(html).doesNotContain("</script><b>").contains("&lt;/script&gt;", "\\u003c/script>");
    }

    @Test
    void aReportTakesBoundedRoom() throws Exception {
        Path page = folder.resolve("run.html");
        RunReport report = RunReport.to(page);
        Recipe recipe = Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd(0.1)).when(Trigger.atStep(50_000)));
        WatchedRun run = new WatchedRun(recipe, report);

        for (int step = 0; step < 100_000; step++) {
            run.step(step == 77_777 ? 123.25 : 1);
        }
        run.end();

        assertThat(Files.size(page)).isLessThan(400_000);
        assertThat(Files.readString(page)).contains("123.25", "\"kind\":\"SWITCH\"");
    }

    @Test
    void aPageThatCannotBeWrittenIsRefusedAtTheStart() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new WatchedRun(WatchedRun.RESTART, RunReport.to(file.resolve("run.html"))))
                .hasMessageContaining("run.html");
    }

    @Test
    void tracesAreDrawnOverEachOther() throws Exception {
        Path page = folder.resolve("both.html");
        List<Path> traces = List.of(Traces.hanging(folder, "a"), Traces.learning(folder, "b"));

        RunReport.ofTraces(traces, page);

        assertThat(Files.readString(page))
                .contains("<title>2 runs", "1 healthy, 1 ")
                .contains("\"name\":\"a\"", "\"name\":\"b\"", "\"sentence\":");
    }

    @Test
    void aRecordedRestartFindsItsReasonAgain() {
        RunView view = TraceRun.view(Traces.restarted(folder, "restarted"));

        assertThat(view.marks()).filteredOn(Mark::isNewStart).singleElement().satisfies(mark -> {
            assertThat(mark.isFinding()).isTrue();
            assertThat(mark.evidence()).isNotEmpty();
        });
        assertThat(view.strokes()).hasSize(2);
        assertThat(view.verdict()).isEqualTo("put right");
    }

    @Test
    void theCommandSaysWhatIsWrong() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{}");

        int code = ReportCommand.of(List.of(broken.toString())).run(System.out, new PrintStream(err, true, UTF_8));
        int usage = ReportCommand.of(List.of("--what")).run(System.out, new PrintStream(err, true, UTF_8));

        assertThat(code).isEqualTo(1);
        assertThat(usage).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("broken.jsonl:1", "no option --what", "usage: RunReport");
    }
}
