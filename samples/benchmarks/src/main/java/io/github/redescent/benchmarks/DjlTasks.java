package io.github.redescent.benchmarks;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import io.github.redescent.samples.common.Digits;
import io.github.redescent.samples.common.FashionMnist;
import io.github.redescent.samples.common.Images;
import io.github.redescent.samples.common.ScriptText;
import io.github.redescent.samples.djl.Classifier;
import java.io.IOException;

/** The tasks of the experiments. */
final class DjlTasks {
    private static final int CLASSES = 10;
    private static final int CONTEXT = 6;
    private static final int TOKENS = 6000;

    private DjlTasks() {}

    /** 2,000 digits to learn, 250 to choose by, 250 to test. */
    static DjlTask digits() throws IOException {
        Images all = Digits.read();
        return images("digits", all.part(0, 2000), all.part(2000, 2250), all.part(2250, 2500));
    }

    /** 5,000 pictures of clothes to learn, 1,000 to choose by, 10,000 to test; the digits where they are missing. */
    static DjlTask clothes() throws IOException {
        if (!FashionMnist.isInstalled()) {
            return digits();
        }
        Images training = FashionMnist.training();
        return images("fashion", training.part(0, 5000), training.part(50_000, 51_000), FashionMnist.test());
    }

    /** Television dialogue: the next token from the six before; 4,000 to learn, 1,000 to choose by, 1,000 to test. */
    static DjlTask script() throws IOException {
        ScriptText text = ScriptText.read(TOKENS);
        int kinds = text.vocabulary().size();
        return new DjlTask(
                "script",
                () -> generator(kinds),
                Examples.of(text, CONTEXT, 4000, CONTEXT),
                Examples.of(text, 4000, 5000, CONTEXT),
                Examples.of(text, 5000, TOKENS, CONTEXT));
    }

    private static DjlTask images(String name, Images training, Images validation, Images test) {
        return new DjlTask(
                name,
                () -> Classifier.block(CLASSES),
                Examples.of(training),
                Examples.of(validation),
                Examples.of(test));
    }

    /** One-hot tokens into a shared layer are an embedding. */
    private static Block generator(int kinds) {
        return new SequentialBlock()
                .add(tokens -> new NDList(
                        tokens.singletonOrThrow().toType(DataType.INT64, false).oneHot(kinds, DataType.FLOAT32)))
                .add(Linear.builder().setUnits(24).optBias(false).build())
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(96).build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(kinds).build());
    }
}
