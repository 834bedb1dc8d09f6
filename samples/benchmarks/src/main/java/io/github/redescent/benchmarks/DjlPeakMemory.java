package io.github.redescent.benchmarks;

import ai.djl.training.optimizer.Optimizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The peak of resident memory while one contender trains, in a process of its own: freed memory is seldom given back.
 */
public final class DjlPeakMemory {
    private static final int STEPS = 30;

    private DjlPeakMemory() {}

    /** Prints megabytes (Linux; 0 elsewhere). Arguments: indices of shape and optimizer, and whose it is. */
    public static void main(String[] args) throws IOException {
        DjlShape shape = DjlShape.all().get(Integer.parseInt(args[0]));
        DjlPair pair = DjlPair.all().get(Integer.parseInt(args[1]));
        Optimizer optimizer = (args[2].equals("ours") ? pair.ours() : pair.djl()).get();
        try (DjlContender contender = new DjlContender(shape, optimizer)) {
            for (int step = 0; step < STEPS; step++) {
                contender.trainingStep();
            }
            System.out.println("peak " + resident());
        }
    }

    /** Runs it in a process of its own. */
    static long of(int shape, int pair, String whose) throws IOException {
        Process process = Fork.of(DjlPeakMemory.class, String.valueOf(shape), String.valueOf(pair), whose)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines()
                .filter(line -> line.startsWith("peak "))
                .mapToLong(line -> Long.parseLong(line.substring("peak ".length())))
                .findFirst()
                .orElseThrow(() -> new IOException("a contender ended without a figure: " + output));
    }

    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
