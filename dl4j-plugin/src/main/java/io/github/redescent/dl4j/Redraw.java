package io.github.redescent.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws weights anew with the layers' own initialisers, in place, so that every view of them stays valid. Weights that
 * were given and not drawn (word vectors in an embedding, an initialiser that has no array any more) go back to what
 * they were at attach.
 */
final class Redraw {
    private final Map<String, INDArray> given = new HashMap<>();
    private final Set<LiveParameter> looked = new HashSet<>();

    /** Looks, without a trace in the random stream, which weights of a model were not drawn. */
    void lookAt(Network model, Collection<LiveParameter> all, Collection<LiveParameter> chosen) {
        if (!looked.addAll(chosen)) {
            return;
        }
        boolean untrained = model.iteration() == 0;
        keepingTheStream(model.model().conf().getSeed(), () -> {
            for (List<LiveParameter> layer : byLayer(all)) {
                boolean asked = layer.stream().anyMatch(chosen::contains);
                // In the order of init(), so that an untouched model gives the same numbers.
                try {
                    draw(layer, (parameter, drawn) -> {
                        if (asked && untrained && isEmbedding(parameter) && !same(parameter.values(), drawn)) {
                            keep(parameter);
                        }
                    });
                } catch (RuntimeException cannotDraw) {
                    layer.stream().filter(chosen::contains).forEach(this::keep);
                }
            }
        });
    }

    /** Returns the paths of weights that go back to what they were at attach. */
    Collection<String> given() {
        return List.copyOf(given.keySet());
    }

    private void keep(LiveParameter parameter) {
        given.computeIfAbsent(parameter.path(), path -> parameter.values().dup());
    }

    private static boolean isEmbedding(LiveParameter parameter) {
        Layer conf = parameter.layer().conf().getLayer();
        return conf instanceof EmbeddingLayer || conf instanceof EmbeddingSequenceLayer;
    }

    private static boolean same(INDArray one, INDArray other) {
        return one.equalsWithEps(other, 0);
    }

    /** Draws some parameters; a layer's others keep their values. */
    void draw(Collection<LiveParameter> chosen, long seed) {
        keepingTheStream(seed, () -> {
            for (List<LiveParameter> layer : byLayer(chosen)) {
                if (layer.stream().allMatch(parameter -> given.containsKey(parameter.path()))) {
                    layer.forEach(parameter -> parameter.values().assign(given.get(parameter.path())));
                } else {
                    draw(
                            layer,
                            (parameter, drawn) ->
                                    parameter.values().assign(given.getOrDefault(parameter.path(), drawn)));
                }
            }
        });
    }

    /** Takes what was drawn for a parameter. */
    private interface Drawn {
        void take(LiveParameter parameter, INDArray values);
    }

    private static void draw(List<LiveParameter> chosen, Drawn to) {
        Trainable trainable = chosen.get(0).trainable();
        NeuralNetConfiguration conf = chosen.get(0).layer().conf().clone(); // initialisers add variables to it
        // Recurrent initialisers write only the forget gate's bias and rely on zeros elsewhere.
        try (INDArray drawn = Nd4j.zeros(trainable.params().dataType(), 1, trainable.numParams())) {
            Map<String, INDArray> views = conf.getLayer().initializer().init(conf, drawn, true);
            for (LiveParameter parameter : chosen) {
                to.take(parameter, Objects.requireNonNull(views.get(parameter.name()), parameter.name()));
            }
        }
    }

    private static Collection<List<LiveParameter>> byLayer(Collection<LiveParameter> chosen) {
        // By name: DL4J's layers hash their weights.
        Map<String, List<LiveParameter>> byLayer = new LinkedHashMap<>();
        for (LiveParameter parameter : chosen) {
            byLayer.computeIfAbsent(parameter.layer().conf().getLayer().getLayerName(), layer -> new ArrayList<>())
                    .add(parameter);
        }
        return byLayer.values();
    }

    private static void keepingTheStream(long seed, Runnable draws) {
        Random random = Nd4j.getRandom();
        long before = random.getSeed();
        long root = random.rootState();
        long node = random.nodeState();
        random.setSeed(seed);
        try {
            OutsideWorkspaces.run(draws);
        } finally {
            random.setSeed(before);
            random.setStates(root, node);
        }
    }
}
