package io.github.redescent.report;

import io.github.redescent.Recipe;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Run;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes a run for TensorBoard, under the same tags in both frameworks: {@code loss/train}, {@code loss/constant},
 * {@code loss/validation}, {@code rate/GROUP}, {@code update_ratio/PATH} (‖Δθ‖/‖θ‖ per tensor, now and then) and, as
 * text, {@code decision}. Looked at with {@code tensorboard --logdir FOLDER}. Used by the training thread alone.
 */
public final class TensorBoardLog implements RunWatcher {
    private static final double FLUSH_SECONDS = 1;
    private static final Set<Measurement> PER_TENSOR =
            Set.of(Measurement.perTensor(Quantity.UPDATE_NORM), Measurement.perTensor(Quantity.PARAMETER_NORM));

    private final Path folder;
    private final Supplier<Double> clock;
    private Optional<EventFile> events = Optional.empty();
    private double flushed;

    TensorBoardLog(Path folder, Supplier<Double> clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Returns a log of one run.
     *
     * @param folder gets one event file; give each run a folder of its own below the one that TensorBoard shows
     */
    public static TensorBoardLog to(Path folder) {
        return new TensorBoardLog(folder, () -> System.currentTimeMillis() / 1000.0);
    }

    @Override
    public void started(Recipe recipe, Run run) {
        double now = clock.get();
        Path file = folder.resolve("events.out.tfevents." + (long) now + ".redescent."
                + ProcessHandle.current().pid() + '.' + Integer.toHexString(System.identityHashCode(this)));
        attempt(() -> {
            Files.createDirectories(folder);
            events = Optional.of(EventFile.create(file, now));
        });
    }

    @Override
    public Set<Measurement> wants(long step) {
        return step % (step <= 1024 ? 16 : 64) == 0 ? PER_TENSOR : Set.of();
    }

    @Override
    public void observed(Observation now) {
        events.ifPresent(file -> attempt(() -> {
            double seconds = clock.get();
            write(file, seconds, now);
            if (seconds - flushed >= FLUSH_SECONDS) {
                flushed = seconds;
                file.flush();
            }
        }));
    }

    @Override
    public void happened(TrainingEvent event) {
        if (event instanceof TrainingEvent.Decided decided && decided.decision().routine()) {
            return;
        }
        events.ifPresent(file -> attempt(() -> {
            file.text(clock.get(), event.step(), "decision", event.describe());
            file.flush();
        }));
    }

    @Override
    public void ended() {
        events.ifPresent(file -> attempt(file::close));
        events = Optional.empty();
    }

    @Override
    public String toString() {
        return "the TensorBoard log in " + folder;
    }

    private static void write(EventFile file, double seconds, Observation now) throws IOException {
        long step = now.step();
        if (now.validationLoss().isPresent()) {
            file.scalar(seconds, step, "loss/validation", now.validationLoss().getAsDouble());
        }
        if (now.moment() != Moment.STEP) {
            return;
        }
        file.scalar(seconds, step, "loss/train", now.loss());
        for (var rate : now.rates().entrySet()) {
            file.scalar(seconds, step, "rate/" + rate.getKey(), rate.getValue().effective());
        }
        Measurements measured = now.measured();
        if (measured.total(Quantity.CONSTANT_LOSS).isPresent()) {
            file.scalar(
                    seconds,
                    step,
                    "loss/constant",
                    measured.total(Quantity.CONSTANT_LOSS).getAsDouble());
        }
        Map<String, Double> sizes = measured.perTensor(Quantity.PARAMETER_NORM);
        for (var update : measured.perTensor(Quantity.UPDATE_NORM).entrySet()) {
            double size = sizes.getOrDefault(update.getKey(), 0.0);
            if (size > 0) {
                file.scalar(seconds, step, "update_ratio/" + update.getKey(), update.getValue() / size);
            }
        }
    }

    /** Something that may fail at the disk. */
    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) {
        try {
            writing.run();
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot write " + this, refused);
        }
    }
}
