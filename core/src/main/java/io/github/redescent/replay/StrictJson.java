package io.github.redescent.replay;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads one line of JSON, member by member, and refuses what is not as expected. */
final class StrictJson {
    private static final TypeAdapter<JsonElement> TREE = new Gson().getAdapter(JsonElement.class);

    private final JsonReader reader;

    private StrictJson(JsonReader reader) {
        this.reader = reader;
    }

    /** Takes one member of an object; the value must be read in it. */
    interface Member {
        void read(String name, StrictJson json) throws IOException;
    }

    /** Reads a line that holds one object and nothing else. */
    static void line(String text, Member member) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            new StrictJson(reader).object("a line", member);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("there is more on the line than one object");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    void object(String what, Member member) throws IOException {
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
            throw unexpected(what, "an object");
        }
        reader.beginObject();
        Set<String> seen = new HashSet<>();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (!seen.add(name)) {
                throw new IllegalArgumentException("member " + name + " stands twice in " + what);
            }
            member.read(name, this);
        }
        reader.endObject();
    }

    String text(String name) throws IOException {
        if (reader.peek() != JsonToken.STRING) {
            throw unexpected(name, "a string");
        }
        return reader.nextString();
    }

    long whole(String name) throws IOException {
        if (reader.peek() != JsonToken.NUMBER) {
            throw unexpected(name, "a whole number");
        }
        String digits = reader.nextString();
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, got " + digits, e);
        }
    }

    /** Non-finite numbers are texts, since JSON has none. */
    double number(String name) throws IOException {
        JsonToken token = reader.peek();
        if (token == JsonToken.NUMBER) {
            return Double.parseDouble(reader.nextString());
        }
        if (token != JsonToken.STRING) {
            throw unexpected(name, "a number");
        }
        String text = reader.nextString();
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default ->
                throw new IllegalArgumentException(
                        name + " must be a number, \"NaN\", \"Infinity\" or \"-Infinity\", got \"" + text + '"');
        };
    }

    List<String> texts(String name) throws IOException {
        if (reader.peek() != JsonToken.BEGIN_ARRAY) {
            throw unexpected(name, "an array");
        }
        reader.beginArray();
        List<String> texts = new ArrayList<>();
        while (reader.hasNext()) {
            texts.add(text(name));
        }
        reader.endArray();
        return texts;
    }

    JsonElement tree() throws IOException {
        return TREE.read(reader);
    }

    static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("unknown member " + name + "; the format is " + TraceHeader.FORMAT
                + ", leave out what it does not have");
    }

    private IllegalArgumentException unexpected(String name, String what) throws IOException {
        return new IllegalArgumentException(name + " must be " + what + ", got " + reader.peek());
    }
}
