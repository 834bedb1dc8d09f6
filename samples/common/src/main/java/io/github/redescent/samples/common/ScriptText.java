package io.github.redescent.samples.common;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.datafaker.Faker;
import org.yaml.snakeyaml.Yaml;

/**
 * Television dialogue as a row of tokens: words and punctuation marks, in lower case.
 *
 * @param tokens the text, each token as its index in the vocabulary
 * @param vocabulary the kinds of token, in the order of their first appearance
 */
public record ScriptText(List<Integer> tokens, List<String> vocabulary) {
    private static final String RESOURCE = "/en/babylon5.yml";
    private static final Pattern TOKEN = Pattern.compile("[a-z0-9']+|[^\\w\\s]");

    /** Reads the first tokens of the quotes that the datafaker library brings. */
    public static ScriptText read(int count) throws IOException {
        Map<String, Integer> indices = new LinkedHashMap<>();
        List<Integer> tokens = new ArrayList<>();
        for (String quote : quotes()) {
            Matcher matcher = TOKEN.matcher(quote.toLowerCase(Locale.ROOT));
            while (matcher.find() && tokens.size() < count) {
                tokens.add(indices.computeIfAbsent(matcher.group(), token -> indices.size()));
            }
        }
        return new ScriptText(List.copyOf(tokens), List.copyOf(indices.keySet()));
    }

    private static List<String> quotes() throws IOException {
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

    /** Returns tokens as readable text. */
    public String spell(List<Integer> some) {
        StringBuilder text = new StringBuilder();
        for (int token : some) {
            String word = vocabulary.get(token);
            text.append(Character.isLetterOrDigit(word.charAt(0)) ? " " : "").append(word);
        }
        return text.toString().strip();
    }
}
