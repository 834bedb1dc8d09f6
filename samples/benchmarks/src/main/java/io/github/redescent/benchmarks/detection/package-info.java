/**
 * Scores detectors of bad runs on a labelled corpus. The entry type is
 * {@link io.github.redescent.benchmarks.detection.RegionDetection}.
 */
@NullMarked
package io.github.redescent.benchmarks.detection;

import org.jspecify.annotations.NullMarked;
