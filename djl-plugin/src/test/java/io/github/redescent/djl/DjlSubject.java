package io.github.redescent.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import io.github.redescent.contract.Subject;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A model in training; batch i is the same in every subject. */
final class DjlSubject implements Subject {
    private final Model model;
    private final ControlledOptimizer optimizer;
    private final Trainer trainer;
    private int next;

    DjlSubject(ControlledOptimizer optimizer, int next) {
        this.optimizer = optimizer;
        this.next = next;
        model = Models.model(Models.contract(), 7);
        trainer = Models.trainer(model, optimizer, new Shape(16, 10), optimizer.listeners());
        try {
            optimizer.attach();
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
    }

    DjlSubject resume(Path file) throws IOException {
        optimizer.resume(file);
        return this;
    }

    @Override
    public void train(int steps) {
        for (int i = 0; i < steps; i++) {
            try (Batch batch = batch(next++ % 40)) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
            }
        }
    }

    /** Three classes, each with a mean of its own, under noise. */
    private static Batch batch(int index) {
        Random random = new Random(100 + index);
        float[] features = new float[160];
        float[] labels = new float[16];
        for (int row = 0; row < 16; row++) {
            labels[row] = random.nextInt(3);
            for (int column = 0; column < 10; column++) {
                double mean = column % 3 == (int) labels[row] ? 1.5 : 0;
                features[row * 10 + column] = (float) (random.nextGaussian() + mean);
            }
        }
        NDManager manager = NDManager.newBaseManager();
        NDList data = new NDList(manager.create(features, new Shape(16, 10)));
        NDList targets = new NDList(manager.create(labels));
        return new Batch(manager, data, targets, 16, Batchifier.STACK, Batchifier.STACK, 0, 0);
    }

    @Override
    public ParameterTable table() {
        return optimizer.parameters();
    }

    @Override
    public double[] values(String path) {
        float[] values = array(path).toFloatArray();
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    void assign(double[] all) {
        int offset = 0;
        for (String path : table().all().paths()) {
            NDArray array = array(path);
            float[] part = new float[Math.toIntExact(array.size())];
            for (int i = 0; i < part.length; i++) {
                part[i] = (float) all[offset++];
            }
            try (NDArray alias = array.stopGradient();
                    NDArray values = array.getManager().create(part, array.getShape())) {
                alias.set(new NDIndex("..."), values);
            }
        }
    }

    @Override
    public void fill(String path, double value) {
        try (NDArray alias = array(path).stopGradient()) {
            alias.set(new NDIndex("..."), value);
        }
    }

    @Override
    public List<TrainingEvent.Decided> history() {
        return optimizer.history();
    }

    @Override
    public void restoreBest() {
        optimizer.restoreBest();
    }

    @Override
    public void save(Path file) throws IOException {
        optimizer.save(file);
    }

    @Override
    public long nativeBytes() {
        return Described.nativeBytes();
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }

    private NDArray array(String path) {
        return Described.parameter(model.getBlock(), path).getArray();
    }
}
