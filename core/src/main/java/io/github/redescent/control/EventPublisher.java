package io.github.redescent.control;

import java.util.function.Consumer;

/** Hands events to a consumer; one that throws is reported once and never stops training. */
final class EventPublisher {
    private final Consumer<? super TrainingEvent> consumer;
    private boolean reported;

    EventPublisher(Consumer<? super TrainingEvent> consumer) {
        this.consumer = consumer;
    }

    void publish(TrainingEvent event) {
        try {
            consumer.accept(event);
        } catch (RuntimeException failure) {
            if (!reported) {
                reported = true;
                Thread thread = Thread.currentThread();
                // The JDK's own way to report: core knows no logger.
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
        }
    }
}
