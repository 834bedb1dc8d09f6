package io.github.redescent.json;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The optionals: the value, or null. */
final class OptionalAdapters {
    static final TypeAdapter<OptionalDouble> OF_DOUBLE = new OrNull<>(
            new DoubleAdapter(),
            optional -> optional.isPresent() ? optional.getAsDouble() : null,
            value -> value == null ? OptionalDouble.empty() : OptionalDouble.of(value));

    static final TypeAdapter<OptionalLong> OF_LONG = new OrNull<>(
            new Gson().getAdapter(Long.class),
            optional -> optional.isPresent() ? optional.getAsLong() : null,
            value -> value == null ? OptionalLong.empty() : OptionalLong.of(value));

    static final TypeAdapter<OptionalInt> OF_INT = new OrNull<>(
            new Gson().getAdapter(Integer.class),
            optional -> optional.isPresent() ? optional.getAsInt() : null,
            value -> value == null ? OptionalInt.empty() : OptionalInt.of(value));

    static final TypeAdapterFactory OF_VALUE = new TypeAdapterFactory() {
        @Override
        @SuppressWarnings("unchecked")
        public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            if (type.getRawType() != Optional.class || !(type.getType() instanceof ParameterizedType optional)) {
                return null;
            }
            TypeAdapter<Object> value =
                    (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(optional.getActualTypeArguments()[0]));
            return (TypeAdapter<T>)
                    new OrNull<Optional<Object>, Object>(value, present -> present.orElse(null), Optional::ofNullable);
        }
    };

    private OptionalAdapters() {}

    /** Writes a thing as a value of another type, or as null. */
    private static final class OrNull<O, V> extends TypeAdapter<O> {
        private final TypeAdapter<V> values;
        private final Function<O, @Nullable V> unwrap;
        private final Function<@Nullable V, O> wrap;

        private OrNull(TypeAdapter<V> values, Function<O, @Nullable V> unwrap, Function<@Nullable V, O> wrap) {
            this.values = values;
            this.unwrap = unwrap;
            this.wrap = wrap;
        }

        @Override
        public void write(JsonWriter out, O optional) throws IOException {
            V value = unwrap.apply(optional);
            if (value == null) {
                out.nullValue();
            } else {
                values.write(out, value);
            }
        }

        @Override
        public O read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return wrap.apply(null);
            }
            return wrap.apply(values.read(in));
        }
    }
}
