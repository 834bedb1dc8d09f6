package io.github.redescent.parameter;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which parameters get which optimizer: named rules in order, of which the first that matches a parameter wins.
 *
 * <pre>{@code
 * ParameterGroups.builder()
 *         .frozen("stem", "stem/**")
 *         .group("body", "block?/**", OptimizerSpec.sgd(1e-3).withMomentum(0.9))
 *         .scaled("neck", "neck/**", 0.1)
 *         .otherwise(OptimizerSpec.adam(1e-3));
 * }</pre>
 *
 * <p>The rule's name becomes the group's, by which rates are reported and selectors pick. Rules are checked against the
 * model when a recipe is attached: one that matches nothing is an error, as is a parameter without a rule.
 *
 * @param rules the rules; their names differ
 * @param otherwise what becomes of parameters that no rule matches; empty if there must be none
 * @param decayed the kinds whose weight decay is as the optimizer says; others have none. About specs only: what the
 *     host's own optimizers and layers decay stays the host's business
 */
public record ParameterGroups(List<Rule> rules, Optional<Treatment> otherwise, Set<Kind> decayed) {
    /** The group of the parameters that no rule matches, where they get an optimizer or are frozen. */
    public static final String OTHERWISE = "otherwise";

    /** What is added to a group's name for those of its parameters that have no weight decay. */
    static final String UNDECAYED = "-undecayed";

    private static final ParameterGroups UNCHANGED =
            new ParameterGroups(List.of(), Optional.of(new Treatment.Unchanged(1)), Set.of(Kind.values()));

    /**
     * One rule.
     *
     * @param name the group's name
     * @param which what it matches
     * @param how what becomes of it
     */
    public record Rule(String name, ParameterSelector which, Treatment how) {
        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if it is blank or reserved
         */
        public Rule {
            if (name.isBlank() || name.equals(OTHERWISE)) {
                throw new IllegalArgumentException("a rule's name must not be blank or \"" + OTHERWISE + "\", got \""
                        + name + "\"; call it after its layers, such as \"body\"");
            }
        }

        String describe() {
            return name + ": " + which.describe() + " → " + how.describe();
        }
    }

    /**
     * Makes groups.
     *
     * @throws IllegalArgumentException if two rules have one name, or one has the name that another's parameters
     *     without weight decay get
     */
    public ParameterGroups {
        rules = List.copyOf(rules);
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class); // in order, so that equal groups have equal texts
        kinds.addAll(decayed);
        decayed = Collections.unmodifiableSet(kinds);
        Set<String> names = new HashSet<>();
        for (Rule rule : rules) {
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException("two rules are named \"" + rule.name() + "\": "
                        + rules.stream().map(Rule::describe).toList() + "; join them by a selector's or(…)");
            }
        }
        for (Rule rule : rules) {
            String whole = rule.name().endsWith(UNDECAYED)
                    ? rule.name().substring(0, rule.name().length() - UNDECAYED.length())
                    : "";
            if (names.contains(whole) || whole.equals(OTHERWISE)) {
                throw new IllegalArgumentException("a rule must not be named \"" + rule.name()
                        + "\": that is the group of what is not decayed in \"" + whole + "\"; choose another name");
            }
        }
    }

    /** Returns groups without rules: every parameter keeps what the host gave it. */
    public static ParameterGroups unchanged() {
        return UNCHANGED;
    }

    /** Returns a builder. */
    public static ParameterGroupsBuilder builder() {
        return new ParameterGroupsBuilder();
    }

    /** Returns whether there is nothing to do. */
    public boolean isEmpty() {
        return equals(UNCHANGED);
    }

    /**
     * Divides a model's parameters.
     *
     * @throws IllegalArgumentException if a rule matches nothing, a parameter has no rule, or a rule has the name of a
     *     group that stays the host's; the message shows paths and rules side by side
     */
    public Grouping on(ParameterTable host) {
        return Grouping.of(this, host);
    }
}
