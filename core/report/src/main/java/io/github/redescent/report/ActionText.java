package io.github.redescent.report;

import io.github.redescent.control.Action;
import io.github.redescent.control.ResetMode;
import io.github.redescent.optimizer.OptimizerSpec;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Actions in words: what is done, to which parameters, with which numbers. */
final class ActionText {
    private ActionText() {}

    /** Returns one line, such as {@code redraw weights of all: seed 42}. */
    static String of(Action action) {
        String name = action.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        List<String> details = new ArrayList<>();
        for (RecordComponent component : action.getClass().getRecordComponents()) {
            if (!component.getName().equals("target")) {
                details.add(component.getName() + ' ' + text(value(action, component)));
            }
        }
        String what = name.toLowerCase(Locale.ROOT) + " of " + action.target().describe();
        return details.isEmpty() ? what : what + ": " + String.join(", ", details);
    }

    private static Object value(Action action, RecordComponent component) {
        try {
            return component.getAccessor().invoke(action);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot read " + component, impossible);
        }
    }

    private static String text(Object value) {
        if (value instanceof Double number) {
            return Numbers.brief(number);
        }
        if (value instanceof ResetMode mode) {
            return mode.name();
        }
        return value instanceof OptimizerSpec optimizer ? optimizer.kind() : value.toString();
    }
}
