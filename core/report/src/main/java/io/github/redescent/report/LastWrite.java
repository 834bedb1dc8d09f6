package io.github.redescent.report;

import java.lang.ref.WeakReference;

/** Writes a report once more when the program ends, since no framework says when training does. */
final class LastWrite {
    private final Thread hook;

    LastWrite(RunReport report) {
        WeakReference<RunReport> weak = new WeakReference<>(report);
        this.hook = new Thread(() -> write(weak), "redescent-report");
    }

    void arm() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // It is at work.
        }
    }

    private static void write(WeakReference<RunReport> weak) {
        RunReport report = weak.get();
        if (report != null) {
            try {
                report.write();
            } catch (RuntimeException stillTraining) {
                // Another thread may be in the midst of an observation; the page before stands.
            }
        }
    }
}
