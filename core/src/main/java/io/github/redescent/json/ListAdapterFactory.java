package io.github.redescent.json;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a list's elements by their declared type; gson's own list goes by the runtime type and drops "type". */
final class ListAdapterFactory implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        if (type.getRawType() != List.class || !(type.getType() instanceof ParameterizedType list)) {
            return null;
        }
        TypeToken<?> element = TypeToken.get(list.getActualTypeArguments()[0]);
        return (TypeAdapter<T>) new ListAdapter((TypeAdapter<Object>) gson.getAdapter(element));
    }

    private static final class ListAdapter extends TypeAdapter<List<Object>> {
        private final TypeAdapter<Object> elements;

        private ListAdapter(TypeAdapter<Object> elements) {
            this.elements = elements;
        }

        @Override
        public void write(JsonWriter out, List<Object> list) throws IOException {
            out.beginArray();
            for (Object element : list) {
                elements.write(out, element);
            }
            out.endArray();
        }

        @Override
        public List<Object> read(JsonReader in) throws IOException {
            List<Object> list = new ArrayList<>();
            in.beginArray();
            while (in.hasNext()) {
                list.add(elements.read(in));
            }
            in.endArray();
            return list;
        }
    }
}
