package io.github.redescent.spi;

import io.github.redescent.control.TrainingEvent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a run is told besides its recipe.
 *
 * @param trace a file that gets the run's observations
 * @param events is told each event, on the training thread
 * @param warnings gets a line for what a user should know and nobody decided
 */
public record RunOptions(Optional<Path> trace, Consumer<? super TrainingEvent> events, Consumer<String> warnings) {}
