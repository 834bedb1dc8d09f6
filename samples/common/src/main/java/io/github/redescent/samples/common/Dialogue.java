package io.github.redescent.samples.common;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of television dialogue, each with the character who says it.
 *
 * @param lines in the order of the quotes
 */
public record Dialogue(List<Line> lines) {
    /** The characters with the most lines; a line's speaker is an index into this. */
    public static final List<String> SPEAKERS =
            List.of("Sheridan", "Londo", "Delenn", "Ivanova", "Garibaldi", "G'Kar", "Sinclair", "Franklin");

    /** A quote's lines, and behind the last quotation mark who says them (to whom) in which episode. */
    private static final Pattern QUOTE = Pattern.compile("\"(.*)\" -- (.*?)(?: to .*)?(?: in Babylon 5.*)?");

    private static final int FEWEST_WORDS = 3;

    /**
     * What one character says.
     *
     * @param text as it is written
     * @param speaker index of the character
     * @param quote number of the quote it belongs to; lines of one quote belong together
     */
    public record Line(String text, int speaker, int quote) {}

    /** Reads all lines of at least three words by a known character: 2,045 of them. */
    public static Dialogue read() throws IOException {
        List<String> quotes = Quotes.read();
        List<Line> lines = new ArrayList<>();
        for (int quote = 0; quote < quotes.size(); quote++) {
            Matcher matcher = QUOTE.matcher(quotes.get(quote));
            if (matcher.matches()) {
                addLines(matcher.group(1).split("\"\\s+\""), matcher.group(2).split(" and |, "), quote, lines);
            }
        }
        return new Dialogue(List.copyOf(lines));
    }

    /**
     * Where two speak they take turns, and the first who is named begins; of one that is answered the first line
     * counts.
     */
    private static void addLines(String[] texts, String[] speakers, int quote, List<Line> lines) {
        int known = speakers.length == 2 ? texts.length : speakers.length == 1 ? 1 : 0;
        for (int i = 0; i < known; i++) {
            int speaker = speaker(speakers[i % speakers.length]);
            if (speaker >= 0 && texts[i].split("\\s+").length >= FEWEST_WORDS) {
                lines.add(new Line(texts[i], speaker, quote));
            }
        }
    }

    private static int speaker(String who) {
        for (int i = 0; i < SPEAKERS.size(); i++) {
            if (who.contains(SPEAKERS.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Returns how many there are. */
    public int count() {
        return lines.size();
    }

    /** Returns the lines from one index to before another. */
    public Dialogue part(int from, int to) {
        return new Dialogue(lines.subList(from, to));
    }

    /** Returns the lines in another order; those of one quote stay together. */
    public Dialogue shuffled(long seed) {
        List<List<Line>> quotes = new ArrayList<>();
        for (Line line : lines) {
            if (quotes.isEmpty() || last(quotes).get(0).quote() != line.quote()) {
                quotes.add(new ArrayList<>());
            }
            last(quotes).add(line);
        }
        Collections.shuffle(quotes, new Random(seed));
        return new Dialogue(quotes.stream().flatMap(List::stream).toList());
    }

    private static List<Line> last(List<List<Line>> quotes) {
        return quotes.get(quotes.size() - 1);
    }
}
