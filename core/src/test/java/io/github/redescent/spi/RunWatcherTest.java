package io.github.redescent.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.contract.StillHost;
import io.github.redescent.contract.Watching;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Run;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.Trigger;
import io.github.redescent.replay.TraceReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunWatcherTest {
    private static final Recipe SWITCH =
            Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd(0.5)).when(Trigger.atStep(2)));

    private final List<String> warnings = new ArrayList<>();

    /** Writes down what it is told. */
    private static class Diary implements RunWatcher {
        final List<String> lines = new ArrayList<>();
        final List<Observation> seen = new ArrayList<>();

        @Override
        public void started(Recipe recipe, Run run) {
            lines.add("started at " + run.firstStep());
        }

        @Override
        public void observed(Observation now) {
            seen.add(now);
            lines.add(now.moment() + " " + now.step());
        }

        @Override
        public void happened(TrainingEvent event) {
            if (!(event instanceof TrainingEvent.Decided decided
                    && decided.decision().routine())) {
                lines.add(event.getClass().getSimpleName() + " " + event.step());
            }
        }

        @Override
        public void ended() {
            lines.add("ended");
        }
    }

    @Test
    void aWatcherIsToldEverythingInOrder() {
        Diary diary = new Diary();

        train(SWITCH, 3, diary);

        assertThat(diary.lines)
                .containsExactly(
                        "started at 0", "Attached 0", "STEP 1", "STEP 2", "Decided 2", "STEP 3", "EPOCH 3", "ended");
        assertThat(diary.seen.get(3).validationLoss()).hasValue(0.25);
        assertThat(diary.seen.get(2).rates()).containsKey("Adam");
    }

    @Test
    void whatAWatcherWantsMeasuredIsKeptFromPolicies() {
        Measurement perLayer = Measurement.perTensor(Quantity.UPDATE_NORM);
        Measurement total = Measurement.total(Quantity.GRADIENT_NORM);
        List<Observation> byPolicy = new ArrayList<>();
        Recipe recipe = Recipe.of(new Watching(EnumSet.of(Moment.STEP), Set.of(total), byPolicy));
        Diary diary = new Diary() {
            @Override
            public Set<Measurement> wants(long step) {
                return step == 2 ? Set.of(perLayer) : Set.of();
            }
        };

        train(recipe, 2, diary);

        assertThat(diary.seen.get(0).measured().tensors()).isEmpty();
        assertThat(diary.seen.get(1).measured().perTensor(Quantity.UPDATE_NORM))
                .containsEntry("stem/W", 2.0)
                .containsEntry("head/W", 2.0);
        assertThat(byPolicy)
                .allSatisfy(now -> assertThat(now.measured().tensors()).isEmpty())
                .allSatisfy(now ->
                        assertThat(now.measured().total(Quantity.GRADIENT_NORM)).hasValue(Math.sqrt(8)));
    }

    @Test
    void aWatcherThatThrowsIsReportedOnceAndNeverStopsTraining() {
        RunWatcher broken = new RunWatcher() {
            @Override
            public void observed(Observation now) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public void happened(TrainingEvent event) {}

            @Override
            public String toString() {
                return "the report run.html";
            }
        };
        Diary diary = new Diary();

        train(SWITCH, 3, broken, diary);

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("the report run.html", "disk full", "training goes on");
        assertThat(diary.lines).contains("STEP 3", "ended");
    }

    @Test
    void aWatcherMayRefuseToBegin(@TempDir Path folder) {
        RunOptions options = new RunOptions(
                Optional.of(folder.resolve("missing/trace.jsonl")), event -> {}, warnings::add, List.of());

        assertThatThrownBy(() -> ControlledRun.start(SWITCH, new StillHost(), options, 0, 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("trace.jsonl");
    }

    @Test
    void theTraceHasWhatWatchersSaw(@TempDir Path folder) {
        Path file = folder.resolve("trace.jsonl");
        RunOptions options = new RunOptions(Optional.of(file), event -> {}, warnings::add);

        drive(ControlledRun.start(SWITCH, new StillHost(), options, 0, 0), 4);

        assertThat(TraceReader.read(file).observations())
                .hasSize(4)
                .filteredOn(Observation::hasNewOptimizer)
                .extracting(Observation::step)
                .containsExactly(3L);
        assertThat(Files.exists(file)).isTrue();
    }

    private void train(Recipe recipe, int steps, RunWatcher... watchers) {
        RunOptions options = new RunOptions(Optional.empty(), event -> {}, warnings::add, List.of(watchers));
        drive(ControlledRun.start(recipe, new StillHost(), options, 0, 0), steps);
    }

    private static void drive(ControlledRun run, int steps) {
        for (int step = 0; step < steps; step++) {
            run.beforeUpdate(step, 0, 1.0 / (step + 1));
            run.afterUpdate(step + 1, 0);
        }
        run.epochEnded(1, OptionalDouble.of(0.25));
        run.close();
    }
}
