package io.github.redescent.json;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes records strictly, component by component. */
final class RecordAdapterFactory implements TypeAdapterFactory {
    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        return type.getRawType().isRecord() ? new RecordAdapter<>(gson, type) : null;
    }

    private static final class RecordAdapter<T> extends TypeAdapter<T> {
        private final Class<? super T> type;
        private final List<String> names = new ArrayList<>();
        private final List<Method> accessors = new ArrayList<>();
        private final List<TypeAdapter<Object>> adapters = new ArrayList<>();
        private final Constructor<?> constructor;

        @SuppressWarnings("unchecked")
        private RecordAdapter(Gson gson, TypeToken<T> token) {
            type = token.getRawType();
            RecordComponent[] components = type.getRecordComponents();
            for (RecordComponent component : components) {
                names.add(component.getName());
                component.getAccessor().setAccessible(true);
                accessors.add(component.getAccessor());
                adapters.add((TypeAdapter<Object>) gson.getAdapter(TypeToken.get(component.getGenericType())));
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            try {
                constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
            } catch (NoSuchMethodException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public void write(JsonWriter out, T record) throws IOException {
            out.beginObject();
            for (int i = 0; i < names.size(); i++) {
                out.name(names.get(i));
                try {
                    adapters.get(i).write(out, accessors.get(i).invoke(record));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("cannot read " + names.get(i) + " of " + type.getSimpleName(), e);
                }
            }
            out.endObject();
        }

        @Override
        public T read(JsonReader in) throws IOException {
            @Nullable Object[] values = new Object[names.size()];
            boolean[] seen = new boolean[names.size()];
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                int index = names.indexOf(name);
                if (index < 0) {
                    throw new JsonParseException(
                            type.getSimpleName() + " has no member \"" + name + "\"; its members are " + names);
                }
                values[index] = adapters.get(index).read(in);
                seen[index] = true;
            }
            in.endObject();
            for (int i = 0; i < seen.length; i++) {
                if (!seen[i] || values[i] == null) {
                    throw new JsonParseException(type.getSimpleName() + " lacks the member \"" + names.get(i) + '"');
                }
            }
            return construct(values);
        }

        @SuppressWarnings("unchecked")
        private T construct(@Nullable Object[] values) {
            try {
                return (T) constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                throw new JsonParseException(
                        type.getSimpleName() + ": " + e.getTargetException().getMessage(), e.getTargetException());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
            }
        }
    }
}
