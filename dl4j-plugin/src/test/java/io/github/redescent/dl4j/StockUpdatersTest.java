package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Every stock updater, controlled: bit-identical until something is decided, brand-new after a reset. */
class StockUpdatersTest {
    private static final List<DataSet> BATCHES = Nets.batches(20);
    private static final ParameterSelector ALL = ParameterSelector.all();

    static Stream<IUpdater> updaters() {
        return Stream.of(
                new Sgd(0.1),
                new Nesterovs(0.05, 0.9),
                new Adam(0.01),
                new AdaMax(0.01),
                new AMSGrad(0.01),
                new Nadam(0.001),
                new RmsProp(0.001),
                new AdaGrad(0.05),
                new AdaDelta(),
                new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.97)),
                new Nesterovs(new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.1, 15, 0.02)), 0.9));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void adoptingATrainedModelLeavesTrainingBitIdentical(IUpdater updater) {
        MultiLayerNetwork plain = Nets.layers(updater.clone());
        MultiLayerNetwork adopted = Nets.layers(updater.clone());
        fit(plain, 0, 10);
        fit(adopted, 0, 10);

        ControlListener.attach(script(1000), adopted);
        fit(plain, 10, 30);
        fit(adopted, 10, 30);

        assertThat(adopted.params()).isEqualTo(plain.params());
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void resetEqualsABrandNewUpdaterAndLeavesTheSchedule(IUpdater updater) {
        MultiLayerNetwork reset = Nets.layers(updater.clone());
        ControlListener.attach(script(20), reset);
        fit(reset, 0, 20);
        double rate = updater.hasLearningRate() ? updater.getLearningRate(20, 0) : Double.NaN;
        IUpdater now = updater.clone();
        if (now.hasLearningRate()) {
            now.setLrAndSchedule(rate, null);
        }
        MultiLayerNetwork fresh = Nets.layers(now);
        fresh.setParams(reset.params().dup());

        fit(reset, 20, 21);
        fit(fresh, 20, 21);

        assertThat(reset.params()).isEqualTo(fresh.params());
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void aRateFactorScalesTheUpdate(IUpdater updater) {
        Recipe halved = Recipe.of(ScriptedPolicy.at(1, new Action.SetRateFactor(ALL, 1e-30, Span.LASTING)));
        MultiLayerNetwork still = Nets.layers(updater.clone());
        ControlListener.attach(halved, still);
        fit(still, 0, 1);
        double[] before = still.getParam("0_W").dup().data().asDouble();

        fit(still, 1, 5);

        double[] after = still.getParam("0_W").dup().data().asDouble();
        if (updater instanceof Nesterovs) {
            // Its velocity holds the old rate: it coasts.
            assertThat(after).isNotEqualTo(before);
        } else {
            assertThat(after).isEqualTo(before);
        }
    }

    private static Recipe script(long step) {
        return Recipe.of(ScriptedPolicy.at(step, new Action.ResetState(ALL, ResetMode.FULL)));
    }

    private static void fit(MultiLayerNetwork network, int from, int to) {
        for (int i = from; i < to; i++) {
            network.fit(BATCHES.get(i % BATCHES.size()));
        }
    }
}
