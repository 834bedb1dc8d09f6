package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.ResetMode;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.InvalidScoreIterationTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Control under DL4J's EarlyStoppingTrainer, which swallows whatever is thrown. */
class EarlyStoppingTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final List<DataSet> BATCHES = Nets.batches(8);

    @Test
    void theBestModelIsStock() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(
                Recipe.of(ScriptedPolicy.at(10, new Action.ResetState(ALL, ResetMode.FULL))), network);

        EarlyStoppingResult<MultiLayerNetwork> result = train(network);

        assertThat(result.getTotalEpochs()).isEqualTo(3);
        assertThat(control.history()).hasSize(1);
        assertThat(result.getBestModel().getLayerWiseConfigurations().toJson()).doesNotContain("redescent");
        assertThat(Network.of(result.getBestModel()).blocks())
                .allMatch(block -> block.getClass() == UpdaterBlock.class);
    }

    @Test
    void aStopEndsWithTheBestModelAndTheReason() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener.attach(Recipe.of(ScriptedPolicy.at(12, new Action.Stop("good enough"))), network);

        EarlyStoppingResult<MultiLayerNetwork> result = train(network);

        assertThat(result.getTerminationReason()).isEqualTo(TerminationReason.Error);
        assertThat(result.getTerminationDetails()).contains("good enough");
        assertThat(result.getBestModel()).isNotNull();
    }

    @Test
    void aRescueDoesNotEndTheRunByItsScore() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(Recipe.of(ReinitializeOnBadRegion.defaults()), network);
        network.addListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                if (iteration == 4) {
                    network.getParam("0_W").assign(Double.NaN);
                }
            }
        });

        EarlyStoppingResult<MultiLayerNetwork> result = train(network);

        assertThat(control.history()).isNotEmpty();
        assertThat(result.getTerminationReason()).isEqualTo(TerminationReason.EpochTerminationCondition);
        assertThat(network.score()).isFinite();
    }

    private static EarlyStoppingResult<MultiLayerNetwork> train(MultiLayerNetwork network) {
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                .iterationTerminationConditions(new InvalidScoreIterationTerminationCondition())
                .scoreCalculator(new DataSetLossCalculator(new ListDataSetIterator<>(BATCHES, 1), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        return new EarlyStoppingTrainer(stopping, network, new ListDataSetIterator<>(BATCHES, 1)).fit();
    }
}
