package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import java.nio.file.Path;
import java.util.List;

/** The pretrained classifier of one framework. */
interface PretrainedNet {
    String framework();

    /** Returns globs of the body's layers, from the input on. */
    List<String> body();

    /** Returns a glob of the layer that is replaced. */
    String head();

    void pretrain(FineTuningData data, long seed, Path folder) throws Exception;

    Scores fineTune(FineTuningData data, Recipe recipe, int epochs, long seed, Path folder) throws Exception;

    /**
     * Shares told right.
     *
     * @param validation of the new digits to choose by
     * @param test of new digits never seen
     * @param kept of old digits never seen, by the old head on the new body
     */
    record Scores(double validation, double test, double kept) {}

    /** DJL's. */
    final class Djl implements PretrainedNet {
        @Override
        public String framework() {
            return "djl";
        }

        @Override
        public List<String> body() {
            return io.github.redescent.samples.djl.FineTuning.BODY;
        }

        @Override
        public String head() {
            return io.github.redescent.samples.djl.FineTuning.HEAD;
        }

        @Override
        public void pretrain(FineTuningData data, long seed, Path folder) throws Exception {
            io.github.redescent.samples.djl.FineTuning.pretrain(
                    data.old(), FineTuningData.CLASSES, FineTuningBench.PRETRAINING_EPOCHS, seed, folder);
        }

        @Override
        public Scores fineTune(FineTuningData data, Recipe recipe, int epochs, long seed, Path folder)
                throws Exception {
            try (var tuned = io.github.redescent.samples.djl.FineTuning.fineTune(
                    folder, data.few(), FineTuningData.CLASSES, recipe, epochs, seed)) {
                return new Scores(
                        tuned.accuracy(data.validation()), tuned.accuracy(data.test()), tuned.kept(data.oldTest()));
            }
        }
    }

    /** DL4J's. */
    final class Dl4j implements PretrainedNet {
        @Override
        public String framework() {
            return "dl4j";
        }

        @Override
        public List<String> body() {
            return io.github.redescent.samples.dl4j.FineTuning.BODY;
        }

        @Override
        public String head() {
            return io.github.redescent.samples.dl4j.FineTuning.HEAD;
        }

        @Override
        public void pretrain(FineTuningData data, long seed, Path folder) throws Exception {
            io.github.redescent.samples.dl4j.FineTuning.pretrain(
                    data.old(), FineTuningData.CLASSES, FineTuningBench.PRETRAINING_EPOCHS, seed, folder);
        }

        @Override
        public Scores fineTune(FineTuningData data, Recipe recipe, int epochs, long seed, Path folder)
                throws Exception {
            var tuned = io.github.redescent.samples.dl4j.FineTuning.fineTune(
                    folder, data.few(), FineTuningData.CLASSES, recipe, epochs, seed);
            return new Scores(
                    tuned.accuracy(data.validation()), tuned.accuracy(data.test()), tuned.kept(data.oldTest()));
        }
    }
}
