package io.github.redescent.benchmarks.rescue;

import io.github.redescent.Recipe;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A framework that trains. */
enum Framework {
    DL4J {
        @Override
        List<Task> tasks() throws IOException {
            return Tasks.dl4j();
        }

        @Override
        Net net(Configuration of, long seed, double rate, Optional<Recipe> recipe) {
            return new Dl4jNet(of, seed, rate, recipe);
        }
    },
    DJL {
        @Override
        List<Task> tasks() throws IOException {
            return Tasks.djl();
        }

        @Override
        Net net(Configuration of, long seed, double rate, Optional<Recipe> recipe) {
            return new DjlNet(of, seed, rate, recipe);
        }
    };

    abstract List<Task> tasks() throws IOException;

    /** Returns a net with weights as its layers draw them. */
    abstract Net net(Configuration of, long seed, double rate, Optional<Recipe> recipe);

    /** Returns whether a cause can be had here: DJL's losses have no weights per class. */
    boolean takes(Cause cause) {
        return this == DL4J || cause.data() != Cause.Data.WEIGHTED;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
