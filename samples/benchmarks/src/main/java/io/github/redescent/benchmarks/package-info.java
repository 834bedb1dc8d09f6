/**
 * What control costs, side by side with the framework alone. Start with
 * {@link io.github.redescent.benchmarks.Benchmarks}.
 */
@NullMarked
package io.github.redescent.benchmarks;

import org.jspecify.annotations.NullMarked;
