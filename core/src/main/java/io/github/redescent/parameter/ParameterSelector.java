package io.github.redescent.parameter;

/**
 * Picks parameters by path, kind or group. Selectors are values: two that are built alike are equal and can be saved.
 */
public sealed interface ParameterSelector {
    /** Returns whether a parameter is picked. */
    boolean picks(ParameterInfo parameter);

    /** Returns how the selector is named in messages. */
    String describe();

    /** Returns a selector of every parameter. */
    static ParameterSelector all() {
        return new All();
    }

    /**
     * Returns a selector by path. {@code *} stands for any characters within one segment, {@code **} for any characters
     * at all, {@code ?} for one character of a segment.
     *
     * @throws IllegalArgumentException if the pattern is blank
     */
    static ParameterSelector glob(String pattern) {
        return new Glob(pattern);
    }

    /** Returns a selector by kind. */
    static ParameterSelector ofKind(Kind kind) {
        return new OfKind(kind);
    }

    /** Returns a selector by group. */
    static ParameterSelector group(String name) {
        return new Group(name);
    }

    /** Returns a selector of what this one and another both pick. */
    default ParameterSelector and(ParameterSelector other) {
        return new And(this, other);
    }

    /** Returns a selector of what this one or another picks. */
    default ParameterSelector or(ParameterSelector other) {
        return new Or(this, other);
    }

    /** Returns a selector of what this one does not pick. */
    default ParameterSelector not() {
        return new Not(this);
    }

    /** Every parameter. */
    record All() implements ParameterSelector {
        @Override
        public boolean picks(ParameterInfo parameter) {
            return true;
        }

        @Override
        public String describe() {
            return "all";
        }
    }

    /**
     * Parameters by path.
     *
     * @param pattern see {@link ParameterSelector#glob}
     */
    record Glob(String pattern) implements ParameterSelector {
        /** Checks the pattern. */
        public Glob {
            if (pattern.isBlank()) {
                throw new IllegalArgumentException("a glob must not be blank; ** picks every parameter");
            }
        }

        @Override
        public boolean picks(ParameterInfo parameter) {
            return GlobPattern.matches(pattern, parameter.path());
        }

        @Override
        public String describe() {
            return "glob \"" + pattern + '"';
        }
    }

    /**
     * Parameters of one kind.
     *
     * @param kind the kind
     */
    record OfKind(Kind kind) implements ParameterSelector {
        @Override
        public boolean picks(ParameterInfo parameter) {
            return parameter.kind() == kind;
        }

        @Override
        public String describe() {
            return "kind " + kind;
        }
    }

    /**
     * Parameters of one group.
     *
     * @param name the group's name
     */
    record Group(String name) implements ParameterSelector {
        @Override
        public boolean picks(ParameterInfo parameter) {
            return parameter.group().equals(name);
        }

        @Override
        public String describe() {
            return "group \"" + name + '"';
        }
    }

    /**
     * What both pick.
     *
     * @param first one selector
     * @param second another
     */
    record And(ParameterSelector first, ParameterSelector second) implements ParameterSelector {
        @Override
        public boolean picks(ParameterInfo parameter) {
            return first.picks(parameter) && second.picks(parameter);
        }

        @Override
        public String describe() {
            return '(' + first.describe() + " and " + second.describe() + ')';
        }
    }

    /**
     * What either picks.
     *
     * @param first one selector
     * @param second another
     */
    record Or(ParameterSelector first, ParameterSelector second) implements ParameterSelector {
        @Override
        public boolean picks(ParameterInfo parameter) {
            return first.picks(parameter) || second.picks(parameter);
        }

        @Override
        public String describe() {
            return '(' + first.describe() + " or " + second.describe() + ')';
        }
    }

    /**
     * What another does not pick.
     *
     * @param other the other
     */
    record Not(ParameterSelector other) implements ParameterSelector {
        @Override
        public boolean picks(ParameterInfo parameter) {
            return !other.picks(parameter);
        }

        @Override
        public String describe() {
            return "not " + other.describe();
        }
    }
}
