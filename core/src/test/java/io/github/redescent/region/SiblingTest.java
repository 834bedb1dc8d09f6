package io.github.redescent.region;

import static io.github.redescent.region.Losses.LIMITS;
import static io.github.redescent.region.Losses.feed;
import static io.github.redescent.region.Losses.fresh;
import static io.github.redescent.region.Losses.noisy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SiblingTest {
    @Test
    void aFirstAttemptHasNoSibling() {
        assertThat(Sibling.limit(feed(fresh(), 200, step -> 2), LIMITS)).isEmpty();
    }

    @Test
    void anAttemptIsHeldAgainstTheOneBeforeAtTheSameAge() {
        Attempt earlier = feed(fresh(), 400, noisy(1, 0.05, step -> 4 - step / 200.0));

        Attempt later = feed(earlier.next(), 160, noisy(2, 0.05, step -> 3.6));

        // at an age of 160 the earlier attempt's last six means lay around step 112
        assertThat(Sibling.limit(later, LIMITS).orElseThrow()).isBetween(3.4, 4.5);
    }

    @Test
    void worseThanASiblingAndFlatIsABadLevel() {
        Attempt earlier = feed(fresh(), 400, noisy(1, 0.02, step -> 1.5));

        Attempt later = feed(earlier.next(), 176, noisy(2, 0.02, step -> 2.0));

        Level level = Level.of(later, LIMITS, OptionalDouble.empty());
        assertThat(level.standing()).isEqualTo(Level.Standing.BAD);
        assertThat(level.source()).isEqualTo("an earlier attempt");
    }

    @Test
    void asGoodAsASiblingIsNot() {
        Attempt earlier = feed(fresh(), 400, noisy(1, 0.02, step -> 1.5));

        Attempt later = feed(earlier.next(), 176, noisy(2, 0.02, step -> 1.51));

        assertThat(Level.of(later, LIMITS, OptionalDouble.empty()).standing()).isEqualTo(Level.Standing.UNKNOWN);
    }
}
