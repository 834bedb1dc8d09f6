package io.github.redescent.control;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Remembers what was decided, has each event logged, and passes it on. Routine decisions are logged apart and not
 * remembered. Not thread-safe: it belongs to the thread that trains.
 */
public final class EventHistory implements Consumer<TrainingEvent> {
    private final Consumer<String> log;
    private final Consumer<String> routineLog;
    private final Consumer<? super TrainingEvent> next;
    private final List<TrainingEvent.Decided> decisions = new ArrayList<>();

    /**
     * Makes an empty history.
     *
     * @param log gets a line per event
     * @param routineLog gets a line per routine decision
     * @param next gets every event, last, so that what it throws loses nothing
     */
    public EventHistory(Consumer<String> log, Consumer<String> routineLog, Consumer<? super TrainingEvent> next) {
        this.log = log;
        this.routineLog = routineLog;
        this.next = next;
    }

    @Override
    public void accept(TrainingEvent event) {
        if (event instanceof TrainingEvent.Decided decided && decided.decision().routine()) {
            routineLog.accept(event.describe());
        } else {
            log.accept(event.describe());
            if (event instanceof TrainingEvent.Decided decided) {
                decisions.add(decided);
            }
        }
        next.accept(event);
    }

    /** Returns all decisions so far, oldest first, but for routine ones; printed, it is a line for each. */
    public List<TrainingEvent.Decided> decisions() {
        return new Lines(decisions.toArray(TrainingEvent.Decided[]::new));
    }

    /** Events that print as lines. */
    private static final class Lines extends AbstractList<TrainingEvent.Decided> implements RandomAccess {
        private final TrainingEvent.Decided[] events;

        Lines(TrainingEvent.Decided[] events) {
            this.events = events;
        }

        @Override
        public TrainingEvent.Decided get(int index) {
            return events[index];
        }

        @Override
        public int size() {
            return events.length;
        }

        @Override
        public String toString() {
            return Arrays.stream(events)
                    .map(TrainingEvent::describe)
                    .collect(Collectors.joining(System.lineSeparator()));
        }
    }
}
