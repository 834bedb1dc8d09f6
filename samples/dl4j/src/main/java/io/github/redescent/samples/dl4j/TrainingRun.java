package io.github.redescent.samples.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** Trains a net and shows its loss and rate as it goes. */
final class TrainingRun {
    private TrainingRun() {}

    /** Returns the loss per token of every step. */
    static List<Double> train(String name, MultiLayerNetwork net, List<DataSet> batches, List<Integer> order) {
        List<Double> losses = new ArrayList<>();
        ProgressBarBuilder style = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(order.size())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1000)
                .setMaxRenderedLength(110);
        try (ProgressBar bar = style.build()) {
            for (int batch : order) {
                net.fit(batches.get(batch));
                double loss = net.score() / ScriptNet.TIME_STEPS;
                losses.add(loss);
                double rate = net.getLearningRate(0);
                bar.setExtraMessage(String.format(Locale.ROOT, "loss %.2f rate %.3g", loss, rate));
                bar.step();
            }
        }
        return losses;
    }
}
