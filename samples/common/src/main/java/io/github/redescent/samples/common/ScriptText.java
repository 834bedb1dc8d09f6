package io.github.redescent.samples.common;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Television dialogue as a row of tokens: words and punctuation marks, in lower case.
 *
 * @param tokens the text, each token as its index in the vocabulary
 * @param vocabulary the kinds of token, in the order of their first appearance
 */
public record ScriptText(List<Integer> tokens, List<String> vocabulary) {
    private static final Pattern TOKEN = Pattern.compile("[a-z0-9']+|[^\\w\\s]");

    /** Reads the first tokens of the quotes that the datafaker library brings. */
    public static ScriptText read(int count) throws IOException {
        Map<String, Integer> indices = new LinkedHashMap<>();
        List<Integer> tokens = new ArrayList<>();
        for (String quote : Quotes.read()) {
            Matcher matcher = TOKEN.matcher(quote.toLowerCase(Locale.ROOT));
            while (matcher.find() && tokens.size() < count) {
                tokens.add(indices.computeIfAbsent(matcher.group(), token -> indices.size()));
            }
        }
        return new ScriptText(List.copyOf(tokens), List.copyOf(indices.keySet()));
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
