/**
 * Shows what a controlled run measured and decided where people look: in a page, in TensorBoard, on the console, in
 * Java Flight Recorder. The entry type is {@link io.github.redescent.report.RunReport}.
 */
@NullMarked
package io.github.redescent.report;

import org.jspecify.annotations.NullMarked;
