package io.github.redescent.policy;

import io.github.redescent.control.Evidence;
import io.github.redescent.control.Rate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.region.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One group's switch that is due.
 *
 * @param group the group
 * @param situation what is known right before
 * @param chosen what takes over, with its rate
 * @param why the trigger's evidence
 */
record Takeover(GroupStage group, Situation situation, OptimizerSpec chosen, Evidence why) {

    /** Returns the evidence of switches that are made together. */
    static Evidence because(List<Takeover> due, String more) {
        Map<String, Double> measured = new HashMap<>();
        Map<String, Double> limits = new HashMap<>();
        Set<String> reasons = new LinkedHashSet<>();
        List<String> changes = new ArrayList<>();
        for (Takeover each : due) {
            String suffix = ' ' + each.group.name();
            each.why.measured().forEach((name, value) -> measured.put(name + suffix, value));
            each.why.threshold().forEach((name, value) -> limits.put(name + suffix, value));
            reasons.add(each.why.sentence());
            changes.add(each.change(measured, limits));
        }
        String sentence = String.join("; ", reasons) + " → " + String.join("; ", changes) + more;
        return new Evidence(due.get(0).why.rule(), sentence, measured, limits);
    }

    private String change(Map<String, Double> measured, Map<String, Double> limits) {
        StringBuilder text = new StringBuilder(chosen.kind() + " for " + group.name());
        OptionalDouble rate = situation.firstRate(chosen);
        if (rate.isPresent()) {
            double before = situation.rate().map(Rate::effective).orElse(Double.NaN);
            text.append(", rate ").append(change(before, rate.getAsDouble()));
            measured.put("rate before " + group.name(), before);
            measured.put("rate after " + group.name(), rate.getAsDouble());
        }
        double size = group.sizes().relative();
        if (Double.isFinite(size)) {
            text.append(", update ").append(Numbers.brief(size)).append(" of the weights");
            measured.put("update before " + group.name(), size);
        }
        OptionalDouble promised = situation.promised(rate);
        if (promised.isPresent()) {
            text.append(", at most ")
                    .append(Numbers.brief(promised.getAsDouble()))
                    .append(" after");
            limits.put("update after " + group.name(), promised.getAsDouble());
        }
        return text.toString();
    }

    private static String change(double before, double after) {
        return Numbers.brief(before) + " → " + Numbers.brief(after);
    }
}
