/**
 * Which broken runs a recipe rescues and which healthy ones it harms, beside other ways to do it. The entry type is
 * {@link io.github.redescent.benchmarks.rescue.RescueBench}.
 */
@NullMarked
package io.github.redescent.benchmarks.rescue;

import org.jspecify.annotations.NullMarked;
