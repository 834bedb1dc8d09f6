/**
 * Training control for Deeplearning4j. The entry type is {@link io.github.redescent.dl4j.ControlListener}: add it to an
 * existing model.
 */
@NullMarked
package io.github.redescent.dl4j;

import org.jspecify.annotations.NullMarked;
