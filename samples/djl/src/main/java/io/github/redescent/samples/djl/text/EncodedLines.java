package io.github.redescent.samples.djl.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.redescent.samples.common.Dialogue;
import io.github.redescent.samples.common.MiniLm;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lines as tokens, with their speakers.
 *
 * @param tokens of each line, of its own length
 * @param speakers of the lines
 */
public record EncodedLines(List<long[]> tokens, List<Integer> speakers) {
    /** Longer lines are cut off. */
    public static final int LONGEST = 16;

    /** Tokenizes lines. */
    public static EncodedLines of(Dialogue dialogue) throws IOException {
        try (HuggingFaceTokenizer tokenizer = MiniLm.tokenizer(LONGEST)) {
            String[] texts = dialogue.lines().stream().map(Dialogue.Line::text).toArray(String[]::new);
            List<long[]> tokens = Arrays.stream(tokenizer.batchEncode(texts))
                    .map(Encoding::getIds)
                    .toList();
            return new EncodedLines(
                    tokens,
                    dialogue.lines().stream().map(Dialogue.Line::speaker).toList());
        }
    }

    /** Returns how many there are. */
    public int count() {
        return speakers.size();
    }

    /** Returns the lines from one index to before another. */
    public EncodedLines part(int from, int to) {
        return new EncodedLines(tokens.subList(from, to), speakers.subList(from, to));
    }

    /** Returns some of the lines, in the order asked for. */
    EncodedLines pick(List<Integer> chosen) {
        return new EncodedLines(
                chosen.stream().map(tokens::get).toList(),
                chosen.stream().map(speakers::get).toList());
    }

    /** Returns tokens and mask, both {lines, longest}. */
    NDList inputs(NDManager manager) {
        int longest = tokens.stream().mapToInt(line -> line.length).max().orElseThrow();
        long[][] padded = new long[count()][longest];
        float[][] seen = new float[count()][longest];
        for (int line = 0; line < count(); line++) {
            System.arraycopy(tokens.get(line), 0, padded[line], 0, tokens.get(line).length);
            Arrays.fill(seen[line], 0, tokens.get(line).length, 1);
        }
        return new NDList(manager.create(padded), manager.create(seen));
    }

    /** Returns the speakers, {lines}. */
    NDList labels(NDManager manager) {
        float[] labels = new float[count()];
        IntStream.range(0, count()).forEach(line -> labels[line] = speakers.get(line));
        return new NDList(manager.create(labels));
    }
}
