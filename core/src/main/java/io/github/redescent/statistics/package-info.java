/** Small robust statistics over short series. The entry type is {@link io.github.redescent.statistics.Series}. */
@NullMarked
package io.github.redescent.statistics;

import org.jspecify.annotations.NullMarked;
