package io.github.redescent.parameter;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All parameters of a model, in the order in which the host keeps them.
 *
 * @param entries the parameters; their paths differ
 */
public record ParameterTable(List<ParameterInfo> entries) {
    /**
     * Makes a table.
     *
     * @throws IllegalArgumentException if two parameters have one path
     */
    public ParameterTable {
        entries = List.copyOf(entries);
        Set<String> seen = new HashSet<>();
        for (ParameterInfo entry : entries) {
            if (!seen.add(entry.path())) {
                throw new IllegalArgumentException(
                        "two parameters have the path " + entry.path() + "; give their layers different names");
            }
        }
    }

    /** Returns all parameters as a set. */
    public ParameterSet all() {
        return new ParameterSet(entries);
    }

    /**
     * Returns the parameters that a selector picks, in table order.
     *
     * @throws IllegalArgumentException if it picks none; the message lists the paths and groups there are
     */
    public ParameterSet select(ParameterSelector which) {
        ParameterSet chosen = all().only(which::picks);
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    which.describe() + " matches no parameter; there are " + all().paths() + " in groups " + groups());
        }
        return chosen;
    }

    /** Returns this table with some of its parameters changed; order and paths stay. */
    public ParameterTable with(ParameterSet some, UnaryOperator<ParameterInfo> change) {
        Set<String> paths = new HashSet<>(some.paths());
        return new ParameterTable(entries.stream()
                .map(entry -> paths.contains(entry.path()) ? change.apply(entry) : entry)
                .toList());
    }

    /** Returns the first trained parameter of each group, in table order. */
    public List<ParameterInfo> groupFirsts() {
        Map<String, ParameterInfo> firsts = new LinkedHashMap<>();
        entries.stream().filter(ParameterInfo::trainable).forEach(entry -> firsts.putIfAbsent(entry.group(), entry));
        return List.copyOf(firsts.values());
    }

    /** Returns the names of the groups that are trained, in table order. */
    public List<String> groups() {
        return groupFirsts().stream().map(ParameterInfo::group).toList();
    }
}
