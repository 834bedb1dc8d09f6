package io.github.redescent.samples.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.samples.common.Images;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Trains a classifier, saves it, and fine-tunes the saved one, with a new head, by a recipe's groups. */
public final class FineTuning {
    /** Globs of the pretrained layers, from the input on. */
    public static final List<String> BODY = List.of("conv1/*", "conv2/*", "dense/*");

    /** Glob of the layer that is replaced. */
    public static final String HEAD = "head/*";

    private static final int PRETRAINING_BATCH = 50;
    private static final int FINE_TUNING_BATCH = 10;

    private FineTuning() {}

    /** Trains a net from scratch and saves it. */
    public static void pretrain(Images images, int classes, int epochs, long seed, Path folder) throws IOException {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.RELU)
                .updater(new Adam(1e-3))
                .list()
                .layer(convolution("conv1", 8))
                .layer(convolution("conv2", 16))
                .layer(new DenseLayer.Builder().name("dense").nOut(64).build())
                .layer(head(classes))
                .setInputType(InputType.convolutional(28, 28, 1))
                .build());
        net.init();
        net.fit(batches(images, classes, PRETRAINING_BATCH), epochs);
        ModelSerializer.writeModel(net, file(folder), false);
    }

    /**
     * Loads the saved net, replaces its head, and trains it.
     *
     * @param recipe gives every parameter its optimizer
     * @param epochs each goes once over all images, in batches of ten
     */
    public static FineTuned fineTune(Path folder, Images images, int classes, Recipe recipe, int epochs, long seed)
            throws IOException {
        MultiLayerNetwork pretrained = ModelSerializer.restoreMultiLayerNetwork(file(folder), false);
        MultiLayerNetwork tuned = new TransferLearning.Builder(pretrained)
                .fineTuneConfiguration(
                        new FineTuneConfiguration.Builder().seed(seed).build())
                .removeOutputLayer()
                .addLayer(head(classes))
                .build();
        ControlListener.attach(recipe, tuned);
        tuned.fit(batches(images, classes, FINE_TUNING_BATCH), epochs);
        return new FineTuned(tuned, pretrained);
    }

    private static File file(Path folder) {
        return folder.resolve("digits.zip").toFile();
    }

    private static ConvolutionLayer convolution(String name, int filters) {
        return new ConvolutionLayer.Builder(5, 5)
                .name(name)
                .stride(2, 2)
                .nOut(filters)
                .build();
    }

    private static OutputLayer head(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .name("head")
                .nIn(64)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(1e-3))
                .build();
    }

    private static ListDataSetIterator<DataSet> batches(Images images, int classes, int size) {
        List<DataSet> examples = new ArrayList<>();
        for (int from = 0; from < images.count(); from += size) {
            Images part = images.part(from, Math.min(images.count(), from + size));
            INDArray labels = Nd4j.zeros(part.count(), classes);
            for (int i = 0; i < part.count(); i++) {
                labels.putScalar(i, part.labels()[i], 1);
            }
            examples.addAll(new DataSet(pixels(part), labels).asList());
        }
        return new ListDataSetIterator<>(examples, size);
    }

    static INDArray pixels(Images images) {
        return Nd4j.create(images.pixels(), images.count(), 1, 28, 28);
    }
}
