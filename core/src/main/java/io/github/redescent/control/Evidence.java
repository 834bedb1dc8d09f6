package io.github.redescent.control;

import java.util.Map;

/**
 * Why something was decided, for people and for programs.
 *
 * @param rule the rule that fired, a short stable name
 * @param sentence what happened in one line, with the numbers
 * @param measured the numbers by name
 * @param threshold the limits they were held against, by the same names where there is one
 */
public record Evidence(String rule, String sentence, Map<String, Double> measured, Map<String, Double> threshold) {
    /** Copies the maps. */
    public Evidence {
        measured = Map.copyOf(measured);
        threshold = Map.copyOf(threshold);
    }
}
