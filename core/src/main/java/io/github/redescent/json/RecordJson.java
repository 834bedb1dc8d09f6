package io.github.redescent.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import io.github.redescent.trend.Series;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Strict JSON for records: every component is required, unknown members are refused, sealed types carry a
 * {@code "type"} member, an empty optional is {@code null}, and non-finite numbers are the strings {@code "NaN"},
 * {@code "Infinity"} and {@code "-Infinity"}. (Plain gson fills what is missing with zero and ignores what it does not
 * know.) Thread-safe.
 */
public final class RecordJson {
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .disableHtmlEscaping()
            .setObjectToNumberStrategy(ToNumberPolicy.DOUBLE)
            .registerTypeAdapter(double.class, new DoubleAdapter())
            .registerTypeAdapter(Double.class, new DoubleAdapter())
            .registerTypeAdapter(Series.class, new SeriesAdapter())
            .registerTypeAdapter(OptionalDouble.class, OptionalAdapters.OF_DOUBLE)
            .registerTypeAdapter(OptionalLong.class, OptionalAdapters.OF_LONG)
            .registerTypeAdapter(OptionalInt.class, OptionalAdapters.OF_INT)
            .registerTypeAdapterFactory(OptionalAdapters.OF_VALUE)
            .registerTypeAdapterFactory(new ListAdapterFactory())
            .registerTypeAdapterFactory(new SealedAdapterFactory())
            .registerTypeAdapterFactory(new RecordAdapterFactory())
            .create();

    private RecordJson() {}

    /** Returns a record as a tree. */
    static JsonElement toTree(Record record) {
        return GSON.toJsonTree(record, record.getClass());
    }

    /**
     * Reads a record from a tree.
     *
     * @throws JsonParseException where {@link #fromText} throws its own exception
     */
    static <R> R fromTree(JsonElement tree, Class<R> type) {
        return GSON.fromJson(tree, type);
    }

    /** Returns a record as one line of text. */
    public static String toText(Record record) {
        return GSON.toJson(record, record.getClass());
    }

    /**
     * Reads a record from text.
     *
     * @throws IllegalArgumentException if a component is missing, a member is unknown or a value is refused by the
     *     record; the message names the record and the member
     */
    public static <R> R fromText(String text, Class<R> type) {
        try {
            return GSON.fromJson(text, type);
        } catch (JsonParseException malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    /** Returns a record's members by name, in the record's order, each as JSON text. */
    public static Map<String, String> members(Record record) {
        Map<String, String> members = new LinkedHashMap<>();
        toTree(record).getAsJsonObject().asMap().forEach((name, value) -> members.put(name, value.toString()));
        return members;
    }
}
