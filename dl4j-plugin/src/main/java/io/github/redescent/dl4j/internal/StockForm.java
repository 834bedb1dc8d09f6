package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Span;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.dl4j.HeavyBall;
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

    private static final String SCHEDULE = "learningRateSchedule";
    private static final String RATE = "learningRate";

    private StockForm() {}

    /**
     * Returns the updater inside, with the lasting factor in its rate; a passing factor goes away.
     *
     * @throws UnsupportedByBackendException if no stock updater does the same
     */
    static IUpdater of(IUpdater updater) {
        if (!(updater instanceof ControlledUpdater controlled)) {
            return updater;
        }
        Regime regime = controlled.regime();
        IUpdater stock = controlled.inner();
        if (controlled.isFrozen()) {
            throw none("frozen parameter", controlled, "unfreeze it before, or freeze its layer with TransferLearning");
        }
        if (stock instanceof HeavyBall) {
            throw none("heavy-ball momentum", controlled, "switch to SGD with Nesterov momentum before");
        }
        double factor = controlled.factor(Span.LASTING) * regime.share();
        IUpdater schedule = regime.schedule();
        boolean constant = !schedule.hasLearningRate();
        if (factor == 1 && schedule.equals(stock) && (constant || !regime.lateStart())) {
            return stock;
        }
        ObjectNode rated = NeuralNetConfiguration.mapper().valueToTree(schedule);
        boolean curved = rated.get(SCHEDULE) instanceof ObjectNode;
        boolean held = curved
                ? !regime.lateStart() && scale((ObjectNode) rated.get(SCHEDULE), factor)
                : rated.get(RATE) != null;
        if (!held || !stock.hasLearningRate()) {
            throw none(
                    "rate factor " + factor + " on, or the late start of, " + schedule,
                    controlled,
                    "attach a stock schedule that says the same");
        }
        ObjectNode tree = NeuralNetConfiguration.mapper().valueToTree(stock);
        tree.set(SCHEDULE, curved ? rated.get(SCHEDULE) : tree.nullNode());
        tree.put(RATE, rated.get(RATE).asDouble() * (curved ? 1 : factor));
        try {
            return NeuralNetConfiguration.mapper().treeToValue(tree, IUpdater.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot rebuild " + stock, e);
        }
    }

    private static UnsupportedByBackendException none(String what, ControlledUpdater updater, String instead) {
        return new UnsupportedByBackendException("DL4J has no stock updater for the " + what + ", got " + updater + "; "
                + instead + ", or save through the listener instead of detaching");
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
