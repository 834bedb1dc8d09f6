package io.github.redescent.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two kinds of network behind one face. */
sealed interface Network {
    /**
     * Wraps a model.
     *
     * @throws IllegalArgumentException if it is neither kind of network
     */
    static Network of(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            return new OfLayers(network);
        }
        if (model instanceof ComputationGraph graph) {
            return new OfGraph(graph);
        }
        throw new IllegalArgumentException("only MultiLayerNetwork and ComputationGraph can be controlled, got "
                + model.getClass().getName());
    }

    /** Returns the wrapped model. */
    Model model();

    /** Returns whether {@code init()} was called. */
    boolean initialised();

    /** Returns the updates done, DL4J's iteration count: one less while listeners are told of an update. */
    int iteration();

    /** Returns the completed epochs: one less while listeners are told of an epoch's end. */
    int epoch();

    /** Returns the configuration as JSON, as if some updates had been made. */
    String json(int iteration);

    /** Returns the gradient of all parameters in a row; after an iteration it holds the update. */
    INDArray gradients();

    /** Returns the updater, built if need be. */
    BaseMultiLayerUpdater<?> updater();

    /** Drops the updater; the next use builds one from the layers' configurations. */
    void dropUpdater();

    /** Returns all layers, those without parameters too. */
    List<Layer> layers();

    /** Forgets what recurrent layers carry from one truncated segment to the next. */
    void clearRecurrentState();

    /** Returns the listeners. */
    Collection<TrainingListener> listeners();

    /** Adds a listener. */
    void addListener(TrainingListener listener);

    /** Sets the listeners. */
    void setListeners(List<TrainingListener> listeners);

    /** Sets the loss that the model reports. */
    void setScore(double score);

    /** Returns the live blocks of the updater. */
    default List<UpdaterBlock> blocks() {
        return updater().getUpdaterBlocks();
    }

    /** Returns a matrix of all parameters' numbers as a row, a live view. */
    static INDArray row(INDArray matrix) {
        return matrix.reshape(matrix.length());
    }

    /** Returns the weights of all parameters in a row. */
    default INDArray weights() {
        return row(model().params());
    }

    /** Returns what raw gradients, which are summed over a batch, have to be divided by. */
    default double examples() {
        return averages() ? model().batchSize() : 1;
    }

    /** Returns whether the score and the gradient are divided by the batch size. */
    default boolean averages() {
        return model().conf().isMiniBatch();
    }

    /**
     * A layer that computes a loss, with the labels of the batch at hand.
     *
     * @param layer the layer
     * @param labels its labels, null if there are none
     * @param mask their mask, null for none
     */
    record Output(
            Layer layer,
            @Nullable INDArray labels,
            @Nullable INDArray mask) {
        static Layer unwrapped(Layer layer) {
            return layer instanceof FrozenLayerWithBackprop frozen ? frozen.getInsideLayer() : layer;
        }
    }

    /** Returns the layers that compute a loss; a graph's have lost their labels once its gradient is announced. */
    default List<Output> outputs() {
        return layers().stream()
                .map(Output::unwrapped)
                .filter(IOutputLayer.class::isInstance)
                .map(IOutputLayer.class::cast)
                .map(layer -> new Output(layer, layer.getLabels(), layer.getMaskArray()))
                .toList();
    }

    /** Returns the loss's penalty terms (L1, L2, weight decay) at the present weights. */
    default double penalty() {
        return layers().stream()
                .mapToDouble(layer -> layer.calcRegularizationScore(true))
                .sum();
    }

    /** Takes a listener out. */
    default void removeListener(TrainingListener listener) {
        setListeners(without(listeners(), listener));
        pretrained().forEach(layer -> layer.setListeners(without(layer.getListeners(), listener)));
    }

    /** Lets a listener hear of layer-wise pretraining, of which DL4J tells a network's listeners only after a set. */
    default void listenToPretraining(TrainingListener listener) {
        for (Layer layer : pretrained()) {
            List<TrainingListener> all = without(layer.getListeners(), listener);
            all.add(listener);
            layer.setListeners(all);
        }
    }

    private List<Layer> pretrained() {
        return layers().stream().filter(Layer::isPretrainLayer).toList();
    }

    private static List<TrainingListener> without(@Nullable Collection<TrainingListener> all, TrainingListener one) {
        List<TrainingListener> others = new ArrayList<>(); // DL4J adds to the list that it is given
        if (all != null) {
            all.stream().filter(listener -> listener != one).forEach(others::add);
        }
        return others;
    }

    /**
     * A network of layers.
     *
     * @param model the network
     */
    record OfLayers(MultiLayerNetwork model) implements Network {
        @Override
        public boolean initialised() {
            return model.isInitCalled();
        }

        @Override
        public int iteration() {
            return model.getIterationCount();
        }

        @Override
        public int epoch() {
            return model.getEpochCount();
        }

        @Override
        public String json(int iteration) {
            int before = iteration();
            model.getLayerWiseConfigurations().setIterationCount(iteration);
            try {
                return model.getLayerWiseConfigurations().toJson();
            } finally {
                model.getLayerWiseConfigurations().setIterationCount(before);
            }
        }

        @Override
        public INDArray gradients() {
            return row(model.getFlattenedGradients());
        }

        @Override
        public BaseMultiLayerUpdater<?> updater() {
            return (BaseMultiLayerUpdater<?>) model.getUpdater();
        }

        @Override
        public void dropUpdater() {
            model.setUpdater(null);
        }

        @Override
        public List<Layer> layers() {
            return List.of(model.getLayers());
        }

        @Override
        public void clearRecurrentState() {
            model.rnnClearPreviousState();
        }

        @Override
        public Collection<TrainingListener> listeners() {
            return List.copyOf(model.getListeners());
        }

        @Override
        public void addListener(TrainingListener listener) {
            model.addListeners(listener);
        }

        @Override
        public void setListeners(List<TrainingListener> listeners) {
            model.setListeners(listeners);
        }

        @Override
        public void setScore(double score) {
            model.setScore(score);
        }
    }

    /**
     * A graph of vertices.
     *
     * @param model the graph
     */
    record OfGraph(ComputationGraph model) implements Network {
        @Override
        public boolean initialised() {
            return model.params() != null;
        }

        @Override
        public int iteration() {
            return model.getIterationCount();
        }

        @Override
        public int epoch() {
            return model.getEpochCount();
        }

        @Override
        public String json(int iteration) {
            int before = iteration();
            model.getConfiguration().setIterationCount(iteration);
            try {
                return model.getConfiguration().toJson();
            } finally {
                model.getConfiguration().setIterationCount(before);
            }
        }

        @Override
        public INDArray gradients() {
            return row(model.getFlattenedGradients());
        }

        @Override
        public BaseMultiLayerUpdater<?> updater() {
            return model.getUpdater();
        }

        @Override
        public void dropUpdater() {
            model.setUpdater(null);
        }

        @Override
        public List<Layer> layers() {
            return Arrays.stream(model.getVertices())
                    .filter(GraphVertex::hasLayer)
                    .map(GraphVertex::getLayer)
                    .toList();
        }

        @Override
        public void clearRecurrentState() {
            model.rnnClearPreviousState();
        }

        @Override
        public Collection<TrainingListener> listeners() {
            return List.copyOf(model.getListeners());
        }

        @Override
        public void addListener(TrainingListener listener) {
            model.addListeners(listener);
        }

        @Override
        public void setListeners(List<TrainingListener> listeners) {
            model.setListeners(listeners);
        }

        @Override
        public void setScore(double score) {
            model.setScore(score);
        }
    }
}
