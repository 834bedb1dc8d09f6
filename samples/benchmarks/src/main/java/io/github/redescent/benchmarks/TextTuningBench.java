package io.github.redescent.benchmarks;

import io.github.redescent.samples.common.Dialogue;
import io.github.redescent.samples.common.MiniLm;
import io.github.redescent.samples.djl.text.EncodedLines;
import io.github.redescent.samples.djl.text.SpeakerTuning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Fine-tunes MiniLM to tell who says a line, in several ways, at equal updates. Each way's rate is chosen on validation
 * lines and another seed. {@code -Dtext.seeds} (5) and {@code -Dtext.steps} (80, about one pass over the lines) make it
 * shorter.
 */
final class TextTuningBench {
    private static final int TRAINING = 1400;
    private static final int VALIDATION = 1650;
    private static final int EPOCHS = 5;
    private static final long CHOOSING_SEED = 101;
    private final MiniLm weights = MiniLm.read();
    private final Dialogue dialogue = Dialogue.read();
    private final int steps = Integer.getInteger("text.steps", 80);

    private TextTuningBench() throws IOException {}

    static void run() throws IOException {
        TextTuningBench bench = new TextTuningBench();
        List<Long> seeds = LongStream.rangeClosed(1, Integer.getInteger("text.seeds", 5))
                .boxed()
                .toList();
        for (TextTuningVariant variant : TextTuningVariant.values()) {
            bench.study(variant, seeds);
        }
    }

    /** How one run ended: the share told right, and how far the parts moved. */
    private record Outcome(double accuracy, Map<String, Double> moved) {}

    private void study(TextTuningVariant variant, List<Long> seeds) throws IOException {
        Map<Double, Double> validation = new LinkedHashMap<>();
        for (double rate : variant.rates()) {
            validation.put(
                    rate,
                    tune(variant, rate, CHOOSING_SEED, TRAINING, VALIDATION).accuracy());
        }
        double chosen = variant.rates().stream()
                .max(Comparator.comparingDouble(validation::get))
                .orElseThrow();
        List<Outcome> outcomes = new ArrayList<>();
        for (long seed : seeds) {
            outcomes.add(tune(variant, chosen, seed, VALIDATION, dialogue.count()));
        }
        print(variant, chosen, validation, outcomes);
    }

    private Outcome tune(TextTuningVariant variant, double rate, long seed, int from, int to) throws IOException {
        EncodedLines lines = EncodedLines.of(dialogue.shuffled(seed));
        SpeakerTuning tuning = new SpeakerTuning(weights, lines.part(0, TRAINING), steps, EPOCHS);
        try (SpeakerTuning.Tuned tuned = tuning.tune(variant.recipe(rate), seed)) {
            return new Outcome(tuned.accuracy(lines.part(from, to)), tuned.moved());
        }
    }

    private void print(
            TextTuningVariant variant, double chosen, Map<Double, Double> validation, List<Outcome> outcomes) {
        Summary test = Summary.of(outcomes.stream().map(Outcome::accuracy).toList());
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"fine-tuning-text\",\"variant\":\"%s\",\"rate\":%s,\"steps\":%d,\"seeds\":%d,"
                        + "\"accuracy\":%.4f,\"spread\":%.4f,\"validation\":{%s},\"moved\":{%s}}%n",
                variant.id(),
                chosen,
                steps,
                outcomes.size(),
                test.mean(),
                test.spread(),
                json(validation),
                json(meanMoved(outcomes)));
    }

    private static Map<String, Double> meanMoved(List<Outcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.moved().entrySet().stream())
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, LinkedHashMap::new, Collectors.averagingDouble(Map.Entry::getValue)));
    }

    private static String json(Map<?, Double> numbers) {
        return numbers.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "\"%s\":%.4f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(","));
    }
}
