package io.github.redescent.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
    private static final Recipe SWITCH =
            Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd(0.5)).when(Trigger.atStep(20)));

    @TempDir
    private Path folder;

    @Test
    void aFileStartsAsEveryEventFileDoes() throws Exception {
        Path file = folder.resolve("events");

        EventFile.create(file, 2.0).close();

        // Length 24 and its checksum open every file that TensorFlow writes.
        String expected = "1800000000000000a37f4b22" // length, checksum
                + "090000000000000040" // wall time 2.0
                + "1a0d" + HexFormat.of().formatHex("brain.Event:2".getBytes(US_ASCII));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(HexFormat.of().formatHex(bytes)).startsWith(expected);
        assertThat(bytes).hasSize(40);
    }

    @Test
    void aScalarIsWrittenByteByByteAsTheFormatSays() throws Exception {
        Path file = folder.resolve("events");
        try (EventFile events = EventFile.create(file, 0)) {
            events.scalar(1.0, 300, "a", 0.5);
        }

        List<byte[]> records = EventRecords.read(Files.readAllBytes(file));

        assertThat(HexFormat.of().formatHex(records.get(1)))
                .isEqualTo(
                        "09000000000000f03f" // wall_time = 1.0
                                + "10ac02" // step = 300
                                + "2a0a0a08" // summary { value {
                                + "0a0161" // tag = "a"
                                + "150000003f"); // simple_value = 0.5
    }

    @Test
    void aTextIsAStringTensorForTheTextPlugin() throws Exception {
        Path file = folder.resolve("events");
        try (EventFile events = EventFile.create(file, 0)) {
            events.text(0, 1, "decision", "hi");
        }

        String record = HexFormat.of()
                .formatHex(EventRecords.read(Files.readAllBytes(file)).get(1));

        assertThat(record)
                .contains("0a086465636973696f6e") // tag
                .contains("420c" + "0807" + "1204" + "12020801" + "42026869") // DT_STRING, shape [1], "hi"
                .endsWith("4a08" + "0a06" + "0a0474657874"); // plugin_data { plugin_name: "text" }
    }

    @Test
    void aRunIsLoggedUnderItsTags() throws Exception {
        train(64);

        List<String> tags = tags(Files.readAllBytes(file()));

        assertThat(tags.stream().filter("loss/train"::equals)).hasSize(64);
        assertThat(tags)
                .contains("loss/constant", "rate/Adam", "update_ratio/stem/W", "update_ratio/head/W", "decision");
    }

    @Test
    void aKillAtAnyByteCostsTheLastRecordAtMost() throws Exception {
        train(8);
        byte[] whole = Files.readAllBytes(file());
        List<byte[]> records = EventRecords.read(whole);

        for (int cut = 0; cut < whole.length; cut++) {
            List<byte[]> left = EventRecords.read(Arrays.copyOf(whole, cut));

            for (int i = 0; i < left.size(); i++) {
                assertThat(left.get(i)).isEqualTo(records.get(i));
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedAtTheStart() throws Exception {
        Path occupied = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new WatchedRun(SWITCH, TensorBoardLog.to(occupied)))
                .hasMessageContaining("TensorBoard log in " + occupied);
    }

    private void train(int steps) {
        WatchedRun run = new WatchedRun(SWITCH, new TensorBoardLog(folder, () -> 1.5));
        for (int i = 0; i < steps; i++) {
            run.step(1.0 / (i + 1));
        }
        run.end();
        assertThat(run.warnings()).isEmpty();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    private static List<String> tags(byte[] file) {
        return EventRecords.read(file).stream().skip(1).map(EventRecords::tag).toList();
    }
}
