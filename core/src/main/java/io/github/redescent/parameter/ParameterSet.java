package io.github.redescent.parameter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Some parameters of one table, in table order.
 *
 * @param members the parameters
 */
public record ParameterSet(List<ParameterInfo> members) {
    /** Makes a set; the caller keeps table order. */
    public ParameterSet {
        members = List.copyOf(members);
    }

    /** Returns whether nothing is in it. */
    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** Returns the members' paths, in table order. */
    public List<String> paths() {
        return members.stream().map(ParameterInfo::path).toList();
    }

    /** Returns the number of entries of all members together. */
    public long count() {
        return members.stream().mapToLong(ParameterInfo::count).sum();
    }

    /** Returns the members for which a predicate holds. */
    public ParameterSet only(Predicate<ParameterInfo> which) {
        return new ParameterSet(members.stream().filter(which).toList());
    }

    /** Returns whether a parameter is in both sets. */
    public boolean overlaps(ParameterSet other) {
        Set<String> paths = new HashSet<>(paths());
        return other.members.stream().map(ParameterInfo::path).anyMatch(paths::contains);
    }
}
