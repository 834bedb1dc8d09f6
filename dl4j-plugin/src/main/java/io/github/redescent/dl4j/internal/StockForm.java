package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Span;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.dl4j.ControlledUpdater;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Turns a controlled updater back into a stock one at the same rate, so that a saved model needs no class of ours. */
final class StockForm {
    /** The members of DL4J's schedules that are rates. */
    private static final List<String> RATES =
            List.of("initialValue", "value", "initialLearningRate", "maxLearningRate");

    private StockForm() {}

    /**
     * Returns the updater inside, with the lasting factor in its rate; a passing factor goes away.
     *
     * @throws UnsupportedByBackendException if a stock updater cannot hold the factor or the restarted schedule
     */
    static IUpdater of(IUpdater updater) {
        if (!(updater instanceof ControlledUpdater controlled)) {
            return updater;
        }
        IUpdater stock = controlled.inner();
        double factor = controlled.factor(Span.LASTING);
        if (factor == 1 && !controlled.scheduleRestarted()) {
            return stock;
        }
        ObjectNode tree = NeuralNetConfiguration.mapper().valueToTree(stock);
        boolean scheduled = tree.get("learningRateSchedule") instanceof ObjectNode;
        boolean held = tree.get("learningRateSchedule") instanceof ObjectNode schedule
                ? !controlled.scheduleRestarted() && scale(schedule, factor)
                : stock.hasLearningRate();
        if (!held) {
            throw new UnsupportedByBackendException("a stock updater cannot hold the rate factor " + factor
                    + " or the restarted schedule of " + stock + "; save through the listener instead of detaching");
        }
        if (!scheduled) {
            tree.put("learningRate", tree.get("learningRate").asDouble() * factor);
        }
        try {
            return NeuralNetConfiguration.mapper().treeToValue(tree, IUpdater.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot rebuild " + stock, e);
        }
    }

    /** Multiplies a schedule's rates; returns whether it knows one. */
    private static boolean scale(ObjectNode schedule, double factor) {
        boolean scaled = false;
        for (String member : RATES) {
            JsonNode rate = schedule.get(member);
            if (rate != null && rate.isNumber()) {
                schedule.put(member, rate.asDouble() * factor);
                scaled = true;
            }
        }
        if (schedule.get("values") instanceof ObjectNode values) {
            List<String> positions = new ArrayList<>();
            values.fieldNames().forEachRemaining(positions::add);
            positions.forEach(
                    position -> values.put(position, values.get(position).asDouble() * factor));
            scaled = true;
        }
        if (schedule.get("baseSchedule") instanceof ObjectNode base) {
            scaled |= scale(base, factor);
        }
        return scaled;
    }
}
