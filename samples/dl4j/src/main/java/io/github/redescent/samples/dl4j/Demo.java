package io.github.redescent.samples.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.Recipes;
import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.samples.common.Rescue;
import io.github.redescent.samples.common.ScriptText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains a script generator twice from the same seed with a first learning rate that is far too big: alone it hangs,
 * with one listener it learns. Arguments: the seed, and the folder for the chart and the trace.
 */
public final class Demo {
    private static final int TOKENS = 2000;
    private static final int STEPS = 500;
    private static final double FAR_TOO_BIG = 0.5;

    private Demo() {}

    /** Runs it; exits with 1 if the first run does not get stuck or the second does not recover. */
    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        long seed = Long.parseLong(args[0]);
        Path folder = Files.createDirectories(Path.of(args[1]));
        ScriptNet script = new ScriptNet(ScriptText.read(TOKENS));
        List<DataSet> batches = script.batches();
        List<Integer> order = ScriptNet.order(batches.size(), STEPS, seed);
        System.out.printf(
                Locale.ROOT,
                "A script generator: %d tokens of %d kinds, LSTM of 128, Adam(%.1f), seed %d, %d updates.%n",
                TOKENS,
                script.text().vocabulary().size(),
                FAR_TOO_BIG,
                seed,
                STEPS);

        MultiLayerNetwork alone = script.build(FAR_TOO_BIG, seed);
        List<Double> aloneLosses = TrainingRun.train("A alone     ", alone, batches, order);
        double stuck = ScriptNet.loss(alone, batches);

        MultiLayerNetwork rescued = script.build(FAR_TOO_BIG, seed);
        Recipe recipe = Recipes.rescue(Rescue.LEARNT).withSeed(seed).withPlannedSteps(STEPS);
        ControlListener control = ControlListener.builder(recipe)
                .lossScale(1.0 / ScriptNet.TIME_STEPS)
                .trace(folder.resolve("run-b.jsonl"))
                .events(Rescue::tell)
                .attach(rescued);
        List<Double> rescuedLosses = TrainingRun.train("B controlled", rescued, batches, order);
        control.restoreBest();
        double learnt = ScriptNet.loss(rescued, batches);

        Rescue rescue = Rescue.of(stuck, learnt, control.history());
        LossChart.draw(folder.resolve("losses.png"), aloneLosses, rescuedLosses, rescue.restarts());
        System.out.println("\nA writes: " + script.write(alone, 40, seed));
        System.out.println("B writes: " + script.write(rescued, 40, seed));
        System.out.println("\nLoss curves and the trace of run B are in " + folder);
        rescue.conclude("", start);
    }
}
