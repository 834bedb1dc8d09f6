package io.github.redescent.samples.snippets;

import ai.djl.Model;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import io.github.redescent.Recipe;
import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The program around a snippet: what stands there already when its first line is reached, tiny and initialised. What a
 * snippet declares itself hides the field of the same name. Public because the snippets' classes extend it.
 */
public abstract class Surroundings implements AutoCloseable {
    private final Optimizer untouched;

    protected Recipe recipe = Recipe.of(
                    ResetOnDecay.defaults(), ReinitializeOnBadRegion.defaults().withAcceptableLoss(0.5))
            .withSeed(42);

    protected MultiLayerNetwork net = Dl4jNets.layers();
    protected ComputationGraph graph = Dl4jNets.graph();
    protected DataSetIterator data = Dl4jNets.data();
    protected DataSetIterator validIterator = Dl4jNets.data();

    /** Where a checkpoint of a network under {@link #recipe} lies. */
    protected Path path = Path.of("unset");

    protected Model model = DjlNets.residual();
    protected DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss());

    protected Surroundings() {
        untouched = config.getOptimizer();
    }

    /** The printed lines. */
    protected abstract void snippet() throws Exception;

    /** Runs the printed lines in a place where {@link #path} is a checkpoint. */
    final void run(Path directory) throws Exception {
        path = directory.resolve("run.zip");
        saveARun();
        snippet();
    }

    private void saveARun() throws IOException {
        MultiLayerNetwork other = Dl4jNets.layers();
        ControlListener control = ControlListener.attach(recipe, other);
        other.fit(data, 2);
        control.save(path);
    }

    /** Trains what the lines have set up. */
    final void train() throws Exception {
        net.fit(data, 2);
        graph.fit(data, 2);
        if (config.getOptimizer() != untouched) {
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(DjlNets.INPUT);
                EasyTrain.fit(trainer, 2, DjlNets.data(model.getNDManager()), null);
            }
        }
    }

    @Override
    public final void close() {
        model.close();
        net.close();
        graph.close();
    }
}
