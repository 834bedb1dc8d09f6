package io.github.redescent.parameter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups as they came out on one model.
 *
 * @param table its parameters, each in its group, those of frozen groups marked as frozen
 * @param treatments what becomes of each group, in the order of the table; a group that stays as the host has it, under
 *     the host's name, is missing
 */
public record Grouping(ParameterTable table, List<Group> treatments) {
    /**
     * A group of the model.
     *
     * @param name its name
     * @param how what becomes of it
     */
    public record Group(String name, Treatment how) {
        /** Returns a selector of its parameters. */
        public ParameterSelector which() {
            return ParameterSelector.group(name);
        }
    }

    /** Copies the list. */
    public Grouping {
        treatments = List.copyOf(treatments);
    }

    static Grouping of(ParameterGroups groups, ParameterTable host) {
        Map<String, ParameterGroups.Rule> matched = new LinkedHashMap<>();
        host.entries().forEach(entry -> first(groups, entry).ifPresent(rule -> matched.put(entry.path(), rule)));
        requireSound(groups, host, matched);
        Map<String, Treatment> treatments = new LinkedHashMap<>();
        List<ParameterInfo> entries = new ArrayList<>();
        for (ParameterInfo entry : host.entries()) {
            ParameterGroups.Rule rule = matched.get(entry.path());
            Treatment how = rule == null ? groups.otherwise().orElseThrow() : rule.how();
            boolean hosts = rule == null && how instanceof Treatment.Unchanged;
            entries.add(hosts ? entry : grouped(entry, rule, how, groups.decayed(), treatments));
        }
        List<Group> ordered = new ArrayList<>();
        treatments.forEach((name, how) -> ordered.add(new Group(name, how)));
        return new Grouping(new ParameterTable(entries), ordered);
    }

    private static ParameterInfo grouped(
            ParameterInfo entry,
            ParameterGroups.@Nullable Rule rule,
            Treatment how,
            Set<Kind> decayed,
            Map<String, Treatment> treatments) {
        String name = rule == null ? ParameterGroups.OTHERWISE : rule.name();
        if (how instanceof Treatment.Optimize given
                && given.optimizer().weightDecay() > 0
                && !decayed.contains(entry.kind())) {
            name += ParameterGroups.UNDECAYED;
            how = new Treatment.Optimize(given.optimizer().withWeightDecay(0));
        }
        treatments.put(name, how);
        ParameterInfo named = entry.inGroup(name);
        return how instanceof Treatment.Frozen ? named.asFrozen() : named;
    }

    private static Optional<ParameterGroups.Rule> first(ParameterGroups groups, ParameterInfo entry) {
        return groups.rules().stream().filter(rule -> rule.which().picks(entry)).findFirst();
    }

    private static void requireSound(
            ParameterGroups groups, ParameterTable host, Map<String, ParameterGroups.Rule> matched) {
        Set<ParameterGroups.Rule> used = new HashSet<>(matched.values());
        Set<String> hosts = new HashSet<>();
        for (ParameterInfo entry : host.entries()) {
            if (!matched.containsKey(entry.path())) {
                hosts.add(entry.group());
            }
        }
        for (ParameterGroups.Rule rule : groups.rules()) {
            if (!used.contains(rule)) {
                throw wrong(
                        "rule \"" + rule.name() + "\" matches no parameter that an earlier rule has not taken",
                        groups,
                        host,
                        matched);
            }
            if (hosts.contains(rule.name()) || hosts.contains(rule.name() + ParameterGroups.UNDECAYED)) {
                throw wrong(
                        "rule \"" + rule.name() + "\" has the name of a group that stays the host's; choose another",
                        groups,
                        host,
                        matched);
            }
        }
        if (groups.otherwise().isEmpty() && matched.size() < host.entries().size()) {
            throw wrong("some parameters have no rule; add one, or end with otherwise(…)", groups, host, matched);
        }
    }

    private static IllegalArgumentException wrong(
            String what, ParameterGroups groups, ParameterTable host, Map<String, ParameterGroups.Rule> matched) {
        StringBuilder text = new StringBuilder(what).append("\n  rules, in order:");
        groups.rules().forEach(rule -> text.append("\n    ").append(rule.describe()));
        groups.otherwise().ifPresent(how -> text.append("\n    otherwise → ").append(how.describe()));
        text.append("\n  parameters, and the rule that takes them:");
        int width = host.entries().stream()
                .mapToInt(entry -> entry.path().length())
                .max()
                .orElse(0);
        for (ParameterInfo entry : host.entries()) {
            ParameterGroups.Rule rule = matched.get(entry.path());
            text.append("\n    ")
                    .append(entry.path())
                    .append(" ".repeat(width - entry.path().length() + 2))
                    .append(rule == null ? "(none)" : rule.name());
        }
        return new IllegalArgumentException(text.toString());
    }
}
