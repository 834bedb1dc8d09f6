package io.github.redescent.control;

import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The factors of all policies, and their products per parameter. Immutable. */
record RateFactors(List<RateFactor> entries) {
    static final RateFactors NONE = new RateFactors(List.of());

    RateFactors {
        entries = List.copyOf(entries);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Returns the factors after a policy has set one of its own; a factor of 1 drops the entry. */
    RateFactors with(String policy, Action.SetRateFactor action) {
        RateFactor newer = new RateFactor(policy, action.target(), action.span(), action.factor());
        List<RateFactor> next = new ArrayList<>(entries);
        next.removeIf(entry -> entry.replacedBy(newer));
        if (newer.factor() != 1) {
            next.add(newer);
        }
        return new RateFactors(next);
    }

    double product(ParameterInfo parameter, Span span) {
        double product = 1;
        for (RateFactor entry : entries) {
            if (entry.span() == span && entry.target().picks(parameter)) {
                product *= entry.factor();
            }
        }
        return product;
    }

    /** Tells the backend the products on a set, one call for all parameters of one product. */
    void applyTo(TrainingBackend backend, ParameterSet on, Span span) {
        Map<Double, List<ParameterInfo>> byProduct = new LinkedHashMap<>();
        for (ParameterInfo parameter : on.members()) {
            byProduct
                    .computeIfAbsent(product(parameter, span), product -> new ArrayList<>())
                    .add(parameter);
        }
        byProduct.forEach((product, members) -> new Action.SetRateFactor(ParameterSelector.all(), product, span)
                .applyTo(backend, new ParameterSet(members)));
    }

    /**
     * Returns the rates with these factors.
     *
     * @param firsts the first trained parameter of each group, whose factors the group has
     */
    Map<String, Rate> on(Map<String, Rate> scheduled, List<ParameterInfo> firsts) {
        Map<String, Rate> rates = new HashMap<>(scheduled);
        for (ParameterInfo first : firsts) {
            Rate rate = rates.get(first.group());
            if (rate != null) {
                rates.put(
                        first.group(),
                        new Rate(rate.scheduled(), product(first, Span.LASTING), product(first, Span.PASSING)));
            }
        }
        return rates;
    }
}
