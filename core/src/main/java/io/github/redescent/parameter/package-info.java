/**
 * Names for the parameters of a model, and values that select some of them. The entry types are
 * {@link io.github.redescent.parameter.ParameterTable} and {@link io.github.redescent.parameter.ParameterSelector}.
 */
@NullMarked
package io.github.redescent.parameter;

import org.jspecify.annotations.NullMarked;
