/**
 * How Deeplearning4j is observed and acted on; not for users. The entry type is
 * {@link io.github.redescent.dl4j.internal.Dl4jBackend}.
 */
@NullMarked
package io.github.redescent.dl4j.internal;

import org.jspecify.annotations.NullMarked;
