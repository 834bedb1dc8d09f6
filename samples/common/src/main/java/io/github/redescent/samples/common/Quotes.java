package io.github.redescent.samples.common;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import net.datafaker.Faker;
import org.yaml.snakeyaml.Yaml;

/** Television dialogue that the datafaker library brings. */
final class Quotes {
    private static final String RESOURCE = "/en/babylon5.yml";

    private Quotes() {}

    /** Reads them: one or more lines, each in quotation marks, and who says them. */
    static List<String> read() throws IOException {
        try (InputStream in = Faker.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("datafaker no longer has " + RESOURCE);
            }
            return strings(new Yaml().load(in));
        }
    }

    /** Returns the longest list of strings in a tree of maps: the quotes are by far the longest. */
    private static List<String> strings(Object node) {
        List<String> longest = List.of();
        if (node instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        if (node instanceof Map<?, ?> map) {
            for (Object child : map.values()) {
                List<String> found = strings(child);
                longest = found.size() > longest.size() ? found : longest;
            }
        }
        return longest;
    }
}
