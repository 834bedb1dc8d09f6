/**
 * What a user writes once and hands to either framework. The entry type is {@link io.github.redescent.Recipe}: an
 * immutable list of policies with a seed.
 */
@NullMarked
package io.github.redescent;

import org.jspecify.annotations.NullMarked;
