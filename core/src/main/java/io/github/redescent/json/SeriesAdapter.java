package io.github.redescent.json;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.redescent.trend.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A series is an array of numbers. */
final class SeriesAdapter extends TypeAdapter<Series> {
    private final DoubleAdapter numbers = new DoubleAdapter();

    @Override
    public void write(JsonWriter out, Series series) throws IOException {
        out.beginArray();
        for (double value : series.toArray()) {
            numbers.write(out, value);
        }
        out.endArray();
    }

    @Override
    public Series read(JsonReader in) throws IOException {
        List<Double> values = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            values.add(numbers.read(in));
        }
        in.endArray();
        return Series.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
