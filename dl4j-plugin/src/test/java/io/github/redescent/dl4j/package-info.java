/** Tests with real networks. */
@NullMarked
package io.github.redescent.dl4j;

import org.jspecify.annotations.NullMarked;
