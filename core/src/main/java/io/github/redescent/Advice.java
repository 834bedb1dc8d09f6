package io.github.redescent;

import java.util.List;

/**
 * A recipe to begin with, and why.
 *
 * @param recipe the recipe
 * @param name the method of {@link Recipes} that it comes from
 * @param because what spoke for it, in sentences
 */
public record Advice(Recipe recipe, String name, List<String> because) {
    /** Copies the list. */
    public Advice {
        because = List.copyOf(because);
    }

    /** Returns name and reasons, a line each. */
    public String describe() {
        return "Recipes." + name + "\n  " + String.join("\n  ", because);
    }
}
