package io.github.redescent.json;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.internal.Streams;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and writes sealed interfaces of records: the record's members, with its simple name as {@code "type"}. */
final class SealedAdapterFactory implements TypeAdapterFactory {
    private static final String TYPE = "type";

    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
        Class<? super T> sealed = token.getRawType();
        return sealed.isInterface() && sealed.isSealed() ? new SealedAdapter<>(gson, sealed) : null;
    }

    private static final class SealedAdapter<T> extends TypeAdapter<T> {
        private final Gson gson;
        private final Class<? super T> sealed;
        private final Map<String, Class<?>> permitted = new TreeMap<>();

        private SealedAdapter(Gson gson, Class<? super T> sealed) {
            this.gson = gson;
            this.sealed = sealed;
            for (Class<?> each : sealed.getPermittedSubclasses()) {
                permitted.put(each.getSimpleName(), each);
            }
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
            JsonObject tree = new JsonObject();
            tree.addProperty(TYPE, value.getClass().getSimpleName());
            JsonObject members = gson.toJsonTree(value, value.getClass()).getAsJsonObject();
            members.entrySet().forEach(member -> tree.add(member.getKey(), member.getValue()));
            Streams.write(tree, out);
        }

        @Override
        @SuppressWarnings("unchecked")
        public T read(JsonReader in) throws IOException {
            JsonElement tree = JsonParser.parseReader(in);
            if (!(tree instanceof JsonObject members) || !(members.remove(TYPE) instanceof JsonPrimitive type)) {
                throw new JsonParseException(
                        "a " + sealed.getSimpleName() + " needs a \"type\" of " + permitted.keySet() + ", got " + tree);
            }
            Class<?> chosen = permitted.get(type.getAsString());
            if (chosen == null) {
                throw new JsonParseException("the \"type\" of a " + sealed.getSimpleName() + " must be one of "
                        + permitted.keySet() + ", got " + type);
            }
            return (T) gson.fromJson(members, chosen);
        }
    }
}
