package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Run;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.control.Transition;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** The listener in the ways that users use it. */
class ControlListenerTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final List<DataSet> BATCHES = Nets.batches(8);
    private static final Recipe BOTH = Recipe.of(ResetOnDecay.defaults(), ReinitializeOnBadRegion.defaults());

    @Test
    void plainlyAddedItTrainsAsIfAttached() {
        MultiLayerNetwork attached = Nets.layers(new Adam(0.01));
        MultiLayerNetwork added = Nets.layers(new Adam(0.01));
        Recipe recipe = reset(5);
        ControlListener first = ControlListener.attach(recipe, attached);
        ControlListener second = new ControlListener(recipe);
        added.addListeners(second);

        attached.fit(iterator(), 2);
        added.fit(iterator(), 2);

        assertThat(added.params()).isEqualTo(attached.params());
        assertThat(second.history()).isEqualTo(first.history()).hasSize(1);
    }

    @Test
    void anEpochScheduleResetsAtTheEpochItDecays() {
        MultiLayerNetwork network = Nets.layers(new Adam(new StepSchedule(ScheduleType.EPOCH, 0.01, 0.1, 2)));
        ControlListener control = ControlListener.attach(Recipe.of(ResetOnDecay.defaults()), network);

        network.fit(iterator(), 4);

        assertThat(control.history()).extracting(TrainingEvent::step).containsExactly(16L, 32L);
    }

    @Test
    void validationLossDecidesWhichWeightsAreBest() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        Recipe ruinLate = Recipe.of(ScriptedPolicy.at(20, new Action.SetRateFactor(ALL, 1e3, Span.LASTING)));
        ControlListener control =
                ControlListener.builder(ruinLate).validation(iterator()).attach(network);
        network.fit(iterator(), 2);
        double good = score(network);
        network.fit(iterator(), 4);
        assertThat(score(network)).isGreaterThan(good);

        control.restoreBest();

        assertThat(score(network)).isEqualTo(good);
    }

    @Test
    void aGraphIsValidatedOnSeveralInputsAndOutputs() {
        ComputationGraph graph = Nets.graph(new Adam(0.01));
        List<Double> seen = new ArrayList<>();
        ControlListener.builder(Recipe.of())
                .validation(new MultiDataSetIteratorAdapter(iterator()))
                .watch(new RunWatcher() {
                    @Override
                    public void observed(Observation now) {
                        now.validationLoss().ifPresent(seen::add);
                    }

                    @Override
                    public void happened(TrainingEvent event) {}
                })
                .attach(graph);

        graph.fit(iterator(), 3);

        assertThat(seen).hasSize(3).allMatch(Double::isFinite);
        assertThat(seen.get(2)).isLessThan(seen.get(0));
    }

    @Test
    void anUpdateThatIsLeftOutMovesNothingAndNoLocalStep() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        MultiLayerNetwork twin = Nets.layers(new Adam(0.01));
        ControlListener.attach(Recipe.of(new SkippingPolicy(5)), network);
        for (int i = 0; i < 5; i++) {
            network.fit(BATCHES.get(i));
            twin.fit(BATCHES.get(i));
        }
        INDArray before = network.params().dup();

        network.fit(BATCHES.get(5));

        assertThat(network.params()).isEqualTo(before);
        assertThat(network.getIterationCount()).isEqualTo(6);
        for (int i = 6; i < 8; i++) {
            network.fit(BATCHES.get(i));
            twin.fit(BATCHES.get(i));
        }
        assertThat(network.params()).isEqualTo(twin.params());
    }

    /** Leaves one update out. */
    private record SkippingPolicy(long step) implements Policy<SkippingPolicy.None> {
        /** Nothing to remember. */
        record None() {}

        @Override
        public String name() {
            return "Skipping";
        }

        @Override
        public Class<None> stateType() {
            return None.class;
        }

        @Override
        public None start(Run run) {
            return new None();
        }

        @Override
        public List<Action> repertoire() {
            return List.of(new Action.SkipUpdate());
        }

        @Override
        public Set<Moment> moments() {
            return Set.of(Moment.GRADIENT);
        }

        @Override
        public Transition<None> update(None state, Observation now) {
            Evidence because = new Evidence("skip", "left out", Map.of(), Map.of());
            return now.step() == step
                    ? Transition.to(state, new Decision(List.of(new Action.SkipUpdate()), because))
                    : Transition.to(state);
        }
    }

    @Test
    void worksWithEarlyStopping() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(reset(10), network);
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                .scoreCalculator(new DataSetLossCalculator(iterator(), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();

        new EarlyStoppingTrainer(stopping, network, iterator()).fit();

        assertThat(control.history()).hasSize(1);
    }

    @Test
    void aTrainedModelWithAFlatLossIsLeftAlone() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        network.fit(iterator(), 60);
        ControlListener control = ControlListener.attach(BOTH, network);

        network.fit(iterator(), 80);

        assertThat(control.history()).isEmpty();
    }

    @Test
    void theObservedLossHasNoPenaltyTerms(@TempDir Path folder) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(Nets.configuration(new Adam(0.01))
                .l2(0.5)
                .list()
                .layer(Nets.dense(Nets.INPUTS, 8))
                .layer(Nets.softmax(8))
                .build());
        network.init();
        Path trace = folder.resolve("trace.jsonl");
        double penalised = network.score(BATCHES.get(0), true);
        double penalty = network.getLayer(0).calcRegularizationScore(true)
                + network.getLayer(1).calcRegularizationScore(true);
        ControlListener control = ControlListener.builder(BOTH).trace(trace).attach(network);

        network.fit(BATCHES.get(0));
        control.detachAsIs();

        String line = Files.readAllLines(trace).get(1);
        double observed = Double.parseDouble(line.replaceAll(".*\"loss\":([-0-9.E]+).*", "$1"));
        // Scores are float sums of sixteen examples.
        assertThat(observed).isCloseTo(penalised - penalty, within(1e-5));
    }

    @Test
    void detachingGivesStockUpdatersAndTheirStateBack() {
        MultiLayerNetwork plain = Nets.layers(new Adam(0.01));
        MultiLayerNetwork detached = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(BOTH, detached);
        plain.fit(iterator(), 1);
        detached.fit(iterator(), 1);

        control.detachAsIs();
        plain.fit(iterator(), 1);
        detached.fit(iterator(), 1);

        assertThat(detached.params()).isEqualTo(plain.params());
        assertThat(detached.getLayerWiseConfigurations().toJson()).doesNotContain("redescent");
        assertThat(detached.getListeners()).isEmpty();
    }

    @Test
    void detachingKeepsALoweredRate() {
        MultiLayerNetwork network = Nets.layers(new Adam(new StepSchedule(ScheduleType.ITERATION, 0.01, 0.5, 100)));
        Recipe lower = Recipe.of(ScriptedPolicy.at(3, new Action.SetRateFactor(ALL, 0.1, Span.LASTING)));
        ControlListener control = ControlListener.attach(lower, network);
        network.fit(iterator(), 1);

        control.detachAsIs();

        assertThat(network.getLayerWiseConfigurations().getConf(0).toJson()).contains("\"initialValue\" : 0.001");
    }

    @Test
    void aConsumerThatThrowsDoesNotStopTraining() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        List<TrainingEvent> told = new ArrayList<>();
        ControlListener control = ControlListener.builder(reset(3))
                .events(event -> {
                    told.add(event);
                    throw new IllegalStateException("a consumer's own fault");
                })
                .attach(network);

        network.fit(iterator(), 1);

        assertThat(told).hasSizeGreaterThan(1);
        assertThat(control.history()).hasSize(1);
    }

    @Test
    void describesWhatAUserChecksBeforeTraining() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));

        String table = ControlListener.attach(BOTH, network).describe();

        assertThat(table)
                .contains("layer0/W", "[10, 16]", "Adam", "0.0100", "RUNNING_STATISTIC", "291 parameters, 259 trained");
    }

    @Test
    void refusesAModelThatIsNotInitialised() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(Nets.layers(new Adam(0.01)).getLayerWiseConfigurations());

        assertThatThrownBy(() -> ControlListener.attach(BOTH, network))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("init()");
    }

    @Test
    void refusesLineSearches() {
        MultiLayerNetwork network = new MultiLayerNetwork(Nets.configuration(new Adam(0.01))
                .optimizationAlgo(OptimizationAlgorithm.LBFGS)
                .list()
                .layer(Nets.softmax(Nets.INPUTS))
                .build());
        network.init();

        assertThatThrownBy(() -> ControlListener.attach(BOTH, network))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("LBFGS");
    }

    @Test
    void refusesAMomentThatTheUpdaterDoesNotHave() {
        Recipe recipe = Recipe.of(ResetOnDecay.defaults().withMode(ResetMode.FIRST_MOMENT));
        MultiLayerNetwork network = Nets.layers(new RmsProp(0.01));

        assertThatThrownBy(() -> ControlListener.attach(recipe, network))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("RmsProp")
                .hasMessageContaining("ResetMode.FULL");
    }

    @Test
    void unattachedItSaysSo() {
        assertThatThrownBy(() -> new ControlListener(BOTH).restoreBest())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not attached");
    }

    private static Recipe reset(long step) {
        return Recipe.of(new ScriptedPolicy(Map.of(step, List.of(new Action.ResetState(ALL, ResetMode.FULL)))));
    }

    private static ListDataSetIterator<DataSet> iterator() {
        return new ListDataSetIterator<>(BATCHES, 1);
    }

    private static double score(MultiLayerNetwork network) {
        return new DataSetLossCalculator(iterator(), true).calculateScore(network);
    }
}
