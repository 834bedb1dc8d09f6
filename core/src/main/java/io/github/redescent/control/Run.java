package io.github.redescent.control;

import io.github.redescent.parameter.ParameterTable;
import java.util.OptionalLong;

/**
 * The run that a policy is attached to.
 *
 * @param parameters the model's parameters
 * @param firstStep optimizer updates the model had seen before
 * @param plannedSteps how many updates the run will have, where the user said so
 * @param seed the recipe's seed
 */
public record Run(ParameterTable parameters, long firstStep, OptionalLong plannedSteps, long seed) {}
