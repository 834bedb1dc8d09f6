package io.github.redescent.dl4j;

import io.github.redescent.json.RecordJson;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The loss of the best constant prediction on the batch at hand, on the scale of the model's score without penalties:
 * summed over outputs and positions, and divided by examples where the model does so.
 */
final class ConstantLoss {
    private final Network model;
    private final List<BestConstant> constants = new ArrayList<>();
    private List<Network.Output> seen = List.of();
    private boolean unknown;

    /** What is remembered, one per output. */
    private record State(List<BestConstant.State> outputs) {}

    private List<BestConstant.State> saved = List.of();

    ConstantLoss(Network model) {
        this.model = model;
    }

    /** Looks at the labels of the batch at hand; to be called when the backward pass is done. */
    void look() {
        seen = model.outputs();
    }

    /** Takes in the batch's labels and returns the constant's loss on them, empty where it cannot be evaluated. */
    OptionalDouble onBatch() {
        List<Network.Output> outputs = seen;
        seen = List.of();
        if (unknown || outputs.isEmpty() || outputs.stream().anyMatch(output -> output.labels() == null)) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int i = 0; i < outputs.size(); i++) {
            Labels labels = Labels.of(outputs.get(i));
            BestConstant constant = labels == null ? null : constant(i, outputs.get(i), labels);
            OptionalDouble loss =
                    labels == null || constant == null ? OptionalDouble.empty() : constant.onBatch(labels);
            if (loss.isEmpty()) {
                unknown = true;
                return loss;
            }
            sum += loss.getAsDouble();
        }
        return OptionalDouble.of(sum / model.examples());
    }

    private @Nullable BestConstant constant(int place, Network.Output output, Labels labels) {
        if (place < constants.size()) {
            return constants.get(place);
        }
        Layer conf = output.layer().conf().getLayer();
        ILossFunction loss = lossOf(conf);
        if (loss == null || !(conf instanceof BaseLayer layer)) {
            return null;
        }
        long units = conf instanceof FeedForwardLayer sized && sized.getNOut() > 0 ? sized.getNOut() : 0;
        int outputs = units > 0 ? Math.toIntExact(units) : labels.columns();
        BestConstant constant = new BestConstant(loss, layer.getActivationFn(), outputs);
        if (place < saved.size()) {
            constant.resume(saved.get(place));
        }
        constants.add(constant);
        return constant;
    }

    /** Returns a layer's loss function, null where the score is more than that. */
    private static @Nullable ILossFunction lossOf(Layer conf) {
        if (conf instanceof CenterLossOutputLayer || conf instanceof OCNNOutputLayer) {
            return null;
        }
        if (conf instanceof BaseOutputLayer output) {
            return output.getLossFn();
        }
        if (conf instanceof LossLayer layer) {
            return layer.getLossFn();
        }
        if (conf instanceof RnnLossLayer layer) {
            return layer.getLossFn();
        }
        if (conf instanceof CnnLossLayer layer) {
            return layer.getLossFn();
        }
        return conf instanceof Cnn3DLossLayer layer ? layer.getLossFn() : null;
    }

    /** Returns what is remembered of labels as JSON. */
    String toJson() {
        List<BestConstant.State> states = new ArrayList<>(saved);
        for (int i = 0; i < constants.size(); i++) {
            BestConstant.State state = constants.get(i).state();
            if (i < states.size()) {
                states.set(i, state);
            } else {
                states.add(state);
            }
        }
        return RecordJson.toText(new State(states));
    }

    /** Goes on with what was remembered. */
    void resume(String json) {
        saved = RecordJson.fromText(json, State.class).outputs();
    }
}
