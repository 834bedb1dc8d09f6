package io.github.redescent.report;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One bar on a terminal, drawn by me.tongfei's library on a thread of its own. */
final class ProgressBarDisplay implements ProgressDisplay {
    private static final int INTERVAL_MILLIS = 250;
    private static final long UNKNOWN = -1;

    private final ProgressBarBuilder builder = new ProgressBarBuilder()
            .setTaskName("training")
            .setUnit(" steps", 1)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(INTERVAL_MILLIS);
    private Optional<ProgressBar> bar = Optional.empty();
    private long shown;

    @Override
    public void begin(long firstStep, OptionalLong plannedSteps) {
        bar = Optional.of(builder.setInitialMax(plannedSteps.orElse(UNKNOWN))
                .startsFrom(firstStep, Duration.ZERO)
                .build());
    }

    @Override
    public void at(long step, Supplier<String> message) {
        long now = System.nanoTime();
        boolean due = now - shown >= INTERVAL_MILLIS * 1_000_000L;
        bar.ifPresent(drawn -> {
            drawn.stepTo(step);
            if (due) {
                shown = now;
                drawn.setExtraMessage(' ' + message.get());
            }
        });
    }

    @Override
    public void end() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
