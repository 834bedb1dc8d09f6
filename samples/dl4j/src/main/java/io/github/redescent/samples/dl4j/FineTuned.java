package io.github.redescent.samples.dl4j;

import io.github.redescent.samples.common.Images;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A fine-tuned net beside the one it came from.
 *
 * @param tuned the net with the new head
 * @param pretrained the net as it was loaded
 */
public record FineTuned(MultiLayerNetwork tuned, MultiLayerNetwork pretrained) {
    /** Returns the share of images of the new task that it tells right. */
    public double accuracy(Images images) {
        return accuracy(tuned, images);
    }

    /** Returns the share of images of the old task that the old head tells right on the new body. */
    public double kept(Images images) {
        MultiLayerNetwork mixed = pretrained.clone();
        for (int layer = 0; layer < mixed.getnLayers() - 1; layer++) {
            mixed.getLayer(layer).setParams(tuned.getLayer(layer).params());
        }
        return accuracy(mixed, images);
    }

    private static double accuracy(MultiLayerNetwork net, Images images) {
        INDArray chosen = net.output(FineTuning.pixels(images)).argMax(1);
        int right = 0;
        for (int i = 0; i < images.count(); i++) {
            right += chosen.getInt(i) == images.labels()[i] ? 1 : 0;
        }
        return (double) right / images.count();
    }
}
