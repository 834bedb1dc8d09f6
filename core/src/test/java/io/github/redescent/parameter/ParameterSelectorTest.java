package io.github.redescent.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is picked, and what is said where nothing is. */
class ParameterSelectorTest {
    private static final ParameterTable TABLE = new ParameterTable(List.of(
            info("stem/W", Kind.WEIGHT, "body"),
            info("stem/b", Kind.BIAS, "body"),
            info("block/1/W", Kind.WEIGHT, "body"),
            info("head/W", Kind.WEIGHT, "head")));

    @ParameterizedTest
    @CsvSource({"**, 4", "stem/*, 2", "*/W, 2", "**/W, 3", "block/**, 1", "s?em/b, 1", "'block/*', 0", "stem/[bW], 0"})
    void globsKnowSegments(String pattern, int count) {
        assertThat(TABLE.all().only(ParameterSelector.glob(pattern)::picks).members())
                .hasSize(count);
    }

    @Test
    void selectorsCombine() {
        ParameterSelector weightsOfTheBody = ParameterSelector.group("body")
                .and(ParameterSelector.ofKind(Kind.BIAS).not());

        assertThat(TABLE.select(weightsOfTheBody).paths()).containsExactly("stem/W", "block/1/W");
    }

    @Test
    void pickingNothingIsAnErrorThatListsWhatThereIs() {
        assertThatThrownBy(() -> TABLE.select(ParameterSelector.glob("neck/**")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neck/**")
                .hasMessageContaining("block/1/W")
                .hasMessageContaining("[body, head]");
    }

    @Test
    void aPathStandsOnce() {
        assertThatThrownBy(
                        () -> new ParameterTable(List.of(info("a/W", Kind.WEIGHT, "g"), info("a/W", Kind.WEIGHT, "g"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/W");
    }

    private static ParameterInfo info(String path, Kind kind, String group) {
        return new ParameterInfo(path, kind, List.of(2L), group, false);
    }
}
