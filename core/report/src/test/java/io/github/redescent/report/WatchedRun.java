package io.github.redescent.report;

import io.github.redescent.Recipe;
import io.github.redescent.contract.StillHost;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.spi.ControlledRun;
import io.github.redescent.spi.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Drives real control of a model that never moves, by losses that a test makes up. */
final class WatchedRun {
    static final Recipe RESTART = Recipe.of(
                    ReinitializeOnBadRegion.defaults().withAcceptableLoss(0.5).withCandidates(1))
            .withSeed(42)
            .withPlannedSteps(2000);

    private final List<String> warnings = new ArrayList<>();
    private final List<Long> restarts = new ArrayList<>();
    private final ControlledRun run;
    private long step;

    WatchedRun(Recipe recipe, RunWatcher... watchers) {
        RunOptions options = new RunOptions(
                Optional.empty(),
                event -> {
                    if (event.describe().contains("restart")) {
                        restarts.add(event.step());
                    }
                },
                warnings::add,
                List.of(watchers));
        run = ControlledRun.start(recipe, new StillHost(), options, 0, 0);
    }

    /** Goes on for one step. */
    void step(double loss) {
        run.beforeUpdate(step, (int) (step / 100), loss);
        run.afterUpdate(step + 1, (int) (step / 100));
        step++;
        if (step % 100 == 0) {
            run.epochEnded((int) (step / 100), OptionalDouble.of(loss + 0.1));
        }
    }

    /** Stays at chance until restarted, and learns then. */
    void hangThenLearn(int steps) {
        Random noise = new Random(7);
        for (int i = 0; i < steps; i++) {
            long since = restarts.isEmpty() ? 0 : step - restarts.get(0);
            double level = restarts.isEmpty() ? 2.4 : 0.2 + 2.2 * Math.exp(-since / 150.0);
            step(level * (1 + 0.03 * noise.nextGaussian()));
        }
    }

    List<Long> restarts() {
        return restarts;
    }

    List<String> warnings() {
        return warnings;
    }

    void end() {
        run.close();
    }
}
