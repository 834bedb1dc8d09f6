package io.github.redescent.json;

import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** Numbers, with strings for the three that JSON does not know. */
final class DoubleAdapter extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, Double value) throws IOException {
        if (Double.isFinite(value)) {
            out.value(value);
        } else {
            out.value(value.toString());
        }
    }

    @Override
    public Double read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NUMBER) {
            return in.nextDouble();
        }
        String where = in.getPath();
        String text =
                in.peek() == JsonToken.STRING ? in.nextString() : in.peek().toString();
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default ->
                throw new JsonParseException(
                        where + " must be a number, \"NaN\", \"Infinity\" or \"-Infinity\", got " + text);
        };
    }
}
