package io.github.redescent.dl4j;

import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Makes arrays that live on: DL4J calls from within workspaces, whose arrays are overwritten. */
final class OutsideWorkspaces {
    private OutsideWorkspaces() {}

    @SuppressWarnings("try") // The scope is what counts, not the resource.
    static <T> T make(Supplier<T> arrays) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return arrays.get();
        }
    }

    static void run(Runnable work) {
        make(() -> {
            work.run();
            return true;
        });
    }
}
