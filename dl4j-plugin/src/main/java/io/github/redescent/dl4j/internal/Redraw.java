package io.github.redescent.dl4j.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Draws weights anew with the layers' own initialisers, in place, so that every view of them stays valid. */
final class Redraw {
    private Redraw() {}

    /** Draws some parameters; a layer's others keep their values. */
    static void draw(Collection<LiveParameter> chosen, long seed) {
        // By name: DL4J's layers hash their weights.
        Map<String, List<LiveParameter>> byLayer = new LinkedHashMap<>();
        for (LiveParameter parameter : chosen) {
            byLayer.computeIfAbsent(parameter.layer().getConfig().getLayerName(), layer -> new ArrayList<>())
                    .add(parameter);
        }
        long before = Nd4j.getRandom().getSeed();
        Nd4j.getRandom().setSeed(seed);
        try {
            OutsideWorkspaces.run(() -> byLayer.values().forEach(Redraw::drawLayer));
        } finally {
            Nd4j.getRandom().setSeed(before);
        }
    }

    private static void drawLayer(List<LiveParameter> chosen) {
        Trainable trainable = chosen.get(0).layer();
        NeuralNetConfiguration conf = layerOf(trainable).conf().clone(); // initialisers add variables to it
        // Recurrent initialisers write only the forget gate's bias and rely on zeros elsewhere.
        try (INDArray drawn = Nd4j.zeros(trainable.params().dataType(), 1, trainable.numParams())) {
            Map<String, INDArray> views = conf.getLayer().initializer().init(conf, drawn, true);
            for (LiveParameter parameter : chosen) {
                LiveParameter.values(trainable, parameter.name()).assign(views.get(parameter.name()));
            }
        }
    }

    static Layer layerOf(Trainable trainable) {
        return trainable instanceof GraphVertex vertex ? vertex.getLayer() : (Layer) trainable;
    }
}
