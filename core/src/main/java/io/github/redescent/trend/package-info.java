/** Small robust statistics over short series. The entry type is {@link io.github.redescent.trend.Series}. */
@NullMarked
package io.github.redescent.trend;

import org.jspecify.annotations.NullMarked;
