package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.KeepBest;
import io.github.redescent.samples.common.Dialogue;
import io.github.redescent.samples.common.MiniLm;
import io.github.redescent.samples.dl4j.SpeakerNet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What becomes of a pretrained table of tokens in DL4J: frozen, unfrozen late and slow, or trained like all else. */
final class WordTuningBench {
    private static final int TRAINING = 1650;
    private static final int EPOCHS = 4;

    private WordTuningBench() {}

    static void run() throws IOException {
        MiniLm weights = MiniLm.read();
        Dialogue dialogue = Dialogue.read();
        for (Map.Entry<String, Recipe> variant : variants().entrySet()) {
            List<Double> accuracies = new ArrayList<>();
            for (long seed = 1; seed <= Integer.getInteger("text.seeds", 5); seed++) {
                Dialogue lines = dialogue.shuffled(seed);
                accuracies.add(SpeakerNet.accuracy(
                        SpeakerNet.tune(weights, lines.part(0, TRAINING), variant.getValue(), EPOCHS, seed),
                        lines.part(TRAINING, lines.count())));
            }
            Summary accuracy = Summary.of(accuracies);
            System.out.printf(
                    Locale.ROOT,
                    "BENCH {\"name\":\"fine-tuning-words\",\"framework\":\"dl4j\",\"variant\":\"%s\",\"seeds\":%d,"
                            + "\"accuracy\":%.4f,\"spread\":%.4f}%n",
                    variant.getKey(),
                    accuracies.size(),
                    accuracy.mean(),
                    accuracy.spread());
        }
    }

    private static Map<String, Recipe> variants() {
        Map<String, Recipe> variants = new LinkedHashMap<>();
        variants.put(
                "frozen",
                Recipe.of(ParameterGroups.builder()
                        .frozen("words", SpeakerNet.WORDS)
                        .otherwiseUnchanged()));
        variants.put("frozen_then_slow", SpeakerNet.frozenThenSlow(EPOCHS / 2));
        variants.put("one_rate", Recipe.of(KeepBest.defaults()));
        return variants;
    }
}
