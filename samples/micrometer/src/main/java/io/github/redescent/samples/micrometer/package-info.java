/**
 * Shows a controlled run on the dashboards that a program has already. The entry type is
 * {@link io.github.redescent.samples.micrometer.RunMetrics}.
 */
@NullMarked
package io.github.redescent.samples.micrometer;

import org.jspecify.annotations.NullMarked;
