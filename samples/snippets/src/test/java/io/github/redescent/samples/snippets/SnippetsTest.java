package io.github.redescent.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is printed for users to copy works. */
class SnippetsTest {
    private static final Path ROOT = Path.of(System.getProperty("project.root", "../.."));

    static List<Snippet> printed() throws IOException {
        List<Snippet> all = new ArrayList<>();
        for (Path page : SnippetCompiler.pages(ROOT)) {
            all.addAll(Snippet.in(ROOT, page));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("printed")
    void aSnippetRunsAsItIsPrinted(Snippet snippet, @TempDir Path directory) throws Exception {
        try (Surroundings program = SnippetCompiler.compile(snippet, directory)) {
            assertThatCode(() -> program.run(directory)).as(snippet.toString()).doesNotThrowAnyException();

            if (!snippet.code().contains("newTrainer(")) {
                assertThatCode(program::train).as("training after " + snippet).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void theReadmeShowsBothFrameworks() throws IOException {
        List<Snippet> readme = Snippet.in(ROOT, Path.of("README.md"));

        assertThat(readme).hasSizeGreaterThanOrEqualTo(4);
        assertThat(readme).anyMatch(snippet -> snippet.code().contains("ControlListener.attach"));
        assertThat(readme).anyMatch(snippet -> snippet.code().contains("ControlledOptimizer.of"));
    }

    @Test
    void aMistakeIsNamedByFileAndLine(@TempDir Path directory) {
        Snippet wrong = new Snippet(Path.of("README.md"), 40, "int x = 1;\nint y = \"two\";");

        assertThatThrownBy(() -> SnippetCompiler.compile(wrong, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("README.md:42: incompatible types");
    }
}
