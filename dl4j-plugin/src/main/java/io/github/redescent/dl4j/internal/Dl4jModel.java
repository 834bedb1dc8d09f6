package io.github.redescent.dl4j.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two kinds of network behind one face. */
public sealed interface Dl4jModel {
    /**
     * Wraps a model.
     *
     * @throws IllegalArgumentException if it is neither kind of network
     */
    static Dl4jModel of(Model model) {
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

    /** Returns the updates done, DL4J's iteration count. */
    int iteration();

    /** Sets the updates done, where DL4J is about to count them itself. */
    void setIteration(int updates);

    /** Returns the completed epochs. */
    int epoch();

    /** Returns the gradient of all parameters in a row; after an iteration it holds the update. */
    INDArray gradients();

    /** Returns the updater, built if need be. */
    BaseMultiLayerUpdater<?> updater();

    /** Drops the updater; the next use builds one from the layers' configurations. */
    void dropUpdater();

    /** Returns all layers, those without parameters too. */
    List<Layer> layers();

    /** Returns the layers that compute a loss; each has the labels of the batch at hand. */
    default List<IOutputLayer> outputs() {
        return layers().stream()
                .filter(IOutputLayer.class::isInstance)
                .map(IOutputLayer.class::cast)
                .toList();
    }

    /** Forgets what recurrent layers carry from one truncated segment to the next. */
    void clearRecurrentState();

    /** Returns whether gradients are divided by the batch size. */
    boolean averages();

    /** Returns the listeners. */
    Collection<TrainingListener> listeners();

    /** Adds a listener. */
    void addListener(TrainingListener listener);

    /** Takes a listener out. */
    void removeListener(TrainingListener listener);

    /** Returns the loss's penalty terms (L1, L2, weight decay) at the present weights. */
    default double penalty() {
        return layers().stream()
                .mapToDouble(layer -> layer.calcRegularizationScore(true))
                .sum();
    }

    /**
     * A network of layers.
     *
     * @param network the network
     */
    record OfLayers(MultiLayerNetwork network) implements Dl4jModel {
        @Override
        public Model model() {
            return network;
        }

        @Override
        public boolean initialised() {
            return network.isInitCalled();
        }

        @Override
        public int iteration() {
            return network.getIterationCount();
        }

        @Override
        public void setIteration(int updates) {
            network.getLayerWiseConfigurations().setIterationCount(updates);
        }

        @Override
        public int epoch() {
            return network.getEpochCount();
        }

        @Override
        public INDArray gradients() {
            return network.getFlattenedGradients();
        }

        @Override
        public BaseMultiLayerUpdater<?> updater() {
            return (BaseMultiLayerUpdater<?>) network.getUpdater();
        }

        @Override
        public void dropUpdater() {
            network.setUpdater(null);
        }

        @Override
        public List<Layer> layers() {
            return List.of(network.getLayers());
        }

        @Override
        public void clearRecurrentState() {
            network.rnnClearPreviousState();
        }

        @Override
        public boolean averages() {
            return network.conf().isMiniBatch();
        }

        @Override
        public Collection<TrainingListener> listeners() {
            return List.copyOf(network.getListeners());
        }

        @Override
        public void addListener(TrainingListener listener) {
            network.addListeners(listener);
        }

        @Override
        public void removeListener(TrainingListener listener) {
            network.setListeners(without(network.getListeners(), listener));
        }
    }

    /**
     * A graph of vertices.
     *
     * @param graph the graph
     */
    record OfGraph(ComputationGraph graph) implements Dl4jModel {
        @Override
        public Model model() {
            return graph;
        }

        @Override
        public boolean initialised() {
            return graph.params() != null;
        }

        @Override
        public int iteration() {
            return graph.getIterationCount();
        }

        @Override
        public void setIteration(int updates) {
            graph.getConfiguration().setIterationCount(updates);
        }

        @Override
        public int epoch() {
            return graph.getEpochCount();
        }

        @Override
        public INDArray gradients() {
            return graph.getFlattenedGradients();
        }

        @Override
        public BaseMultiLayerUpdater<?> updater() {
            return graph.getUpdater();
        }

        @Override
        public void dropUpdater() {
            graph.setUpdater(null);
        }

        @Override
        public List<Layer> layers() {
            return Arrays.stream(graph.getVertices())
                    .filter(GraphVertex::hasLayer)
                    .map(GraphVertex::getLayer)
                    .toList();
        }

        @Override
        public void clearRecurrentState() {
            graph.rnnClearPreviousState();
        }

        @Override
        public boolean averages() {
            return graph.conf().isMiniBatch();
        }

        @Override
        public Collection<TrainingListener> listeners() {
            return List.copyOf(graph.getListeners());
        }

        @Override
        public void addListener(TrainingListener listener) {
            graph.addListeners(listener);
        }

        @Override
        public void removeListener(TrainingListener listener) {
            graph.setListeners(without(graph.getListeners(), listener));
        }
    }

    private static List<TrainingListener> without(Collection<TrainingListener> listeners, TrainingListener one) {
        // DL4J adds to the list that it is given.
        return listeners.stream().filter(listener -> listener != one).collect(Collectors.toCollection(ArrayList::new));
    }
}
