/**
 * A third framework, as small as one can be, under the same control: {@link io.github.redescent.toy.ToyHost} is all
 * that an adapter has to write, and passes the whole contract.
 */
@NullMarked
package io.github.redescent.toy;

import org.jspecify.annotations.NullMarked;
