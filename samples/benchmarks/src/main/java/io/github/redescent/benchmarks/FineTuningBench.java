package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.benchmarks.FineTuningVariant.Rates;
import io.github.redescent.samples.common.Digits;
import io.github.redescent.samples.common.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fine-tunes a net that knows the digits 0 to 4 on few of 5 to 9, in four ways, at equal steps. Each way's rates are
 * chosen on validation images and other seeds.
 */
final class FineTuningBench {
    static final int PRETRAINING_EPOCHS = 10;
    private static final int EPOCHS = 40;
    private final PretrainedNet net;
    private final List<Start> choosing;
    private final List<Start> judging;

    private FineTuningBench(PretrainedNet net, Images digits) throws Exception {
        this.net = net;
        this.choosing = pretrain(digits, 101, 102);
        this.judging = pretrain(digits, 1, 2, 3, 4, 5);
    }

    /** What fine-tuning starts from: a seed, its examples, and the net that was pretrained on them. */
    private record Start(long seed, FineTuningData data, Path folder) {}

    static void run() throws Exception {
        Images digits = Digits.read();
        for (PretrainedNet net : List.of(new PretrainedNet.Djl(), new PretrainedNet.Dl4j())) {
            FineTuningBench bench = new FineTuningBench(net, digits);
            for (FineTuningVariant variant : FineTuningVariant.values()) {
                bench.study(variant);
            }
        }
    }

    private List<Start> pretrain(Images digits, long... seeds) throws Exception {
        List<Start> starts = new ArrayList<>();
        for (long seed : seeds) {
            Start start = new Start(seed, FineTuningData.of(digits, seed), Files.createTempDirectory("pretrained-"));
            net.pretrain(start.data(), seed, start.folder());
            starts.add(start);
        }
        return starts;
    }

    private void study(FineTuningVariant variant) throws Exception {
        Map<Rates, Double> validation = new HashMap<>();
        for (Rates rates : variant.candidates()) {
            double sum = 0;
            for (PretrainedNet.Scores scores : scores(variant.recipe(net, rates), choosing)) {
                sum += scores.validation();
            }
            validation.put(rates, sum);
        }
        Rates chosen = variant.candidates().stream()
                .max(Comparator.comparingDouble(validation::get))
                .orElseThrow();
        print(variant, chosen, scores(variant.recipe(net, chosen), judging));
    }

    private List<PretrainedNet.Scores> scores(Recipe recipe, List<Start> starts) throws Exception {
        List<PretrainedNet.Scores> scores = new ArrayList<>();
        for (Start start : starts) {
            scores.add(net.fineTune(start.data(), recipe, EPOCHS, start.seed(), start.folder()));
        }
        return scores;
    }

    private void print(FineTuningVariant variant, Rates rates, List<PretrainedNet.Scores> scores) {
        Summary test =
                Summary.of(scores.stream().map(PretrainedNet.Scores::test).toList());
        Summary kept =
                Summary.of(scores.stream().map(PretrainedNet.Scores::kept).toList());
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"fine-tuning\",\"framework\":\"%s\",\"variant\":\"%s\",\"headRate\":%s,"
                        + "\"bodyRate\":%s,\"accuracy\":%.4f,\"spread\":%.4f,\"kept\":%.4f,\"keptSpread\":%.4f}%n",
                net.framework(),
                variant.name().toLowerCase(Locale.ROOT),
                rates.head(),
                rates.body(),
                test.mean(),
                test.spread(),
                kept.mean(),
                kept.spread());
    }
}
