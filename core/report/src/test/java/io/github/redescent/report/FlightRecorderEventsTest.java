package io.github.redescent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderEventsTest {
    @Test
    void aRecordingHasStepsAndDecisions(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.github.redescent.Step");
            recording.enable("io.github.redescent.Decision");
            recording.start();
            WatchedRun run = new WatchedRun(WatchedRun.RESTART, new FlightRecorderEvents());
            run.hangThenLearn(800);
            run.end();
            recording.dump(file);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);

        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("io.github.redescent.Step"))
                .hasSize(800)
                .allSatisfy(step -> assertThat(step.getDouble("loss")).isPositive());
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("io.github.redescent.Decision"))
                .filteredOn(event ->
                        !event.getBoolean("routine") && event.getString("rule").equals("stuck"))
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.getString("policy")).isEqualTo("ReinitializeOnBadRegion");
                    assertThat(decision.getString("what")).contains("restart 1 of 3");
                    assertThat(decision.getString("fate")).isEqualTo("applied");
                });
    }

    @Test
    void withoutARecordingNothingHappens() {
        WatchedRun run = new WatchedRun(WatchedRun.RESTART, new FlightRecorderEvents());

        run.hangThenLearn(20);
        run.end();

        assertThat(run.warnings()).isEmpty();
    }
}
