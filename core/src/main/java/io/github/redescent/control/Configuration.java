package io.github.redescent.control;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a policy or of groups as text, by which a saved run is held against a recipe: equal values give equal
 * texts, in every process and however they were built. Records are written by their components, sets and maps in the
 * order of their texts, and what says nothing of itself by its class.
 */
final class Configuration {
    private Configuration() {}

    /** Returns the text of a value. */
    static String text(@Nullable Object value) {
        if (value instanceof Record record) {
            return Arrays.stream(record.getClass().getRecordComponents())
                    .map(component -> component.getName() + '=' + text(get(component, record)))
                    .collect(Collectors.joining(", ", record.getClass().getSimpleName() + '[', "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + '=' + text(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Set<?> set) {
            return set.stream().map(Configuration::text).sorted().collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Configuration::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(Configuration::text).orElse("none");
        }
        return value == null || !saysNothing(value)
                ? String.valueOf(value)
                : value.getClass().getName();
    }

    private static boolean saysNothing(Object value) {
        String identity = value.getClass().getName() + '@' + Integer.toHexString(System.identityHashCode(value));
        return value.toString().equals(identity) || value.getClass().isHidden();
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component.getName() + " of " + record.getClass(), e);
        }
    }
}
