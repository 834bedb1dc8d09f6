package com.example;

import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.dl4j.Dl4jCheckpoint;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Goes on in a process of its own, and ends where the first one did. */
public final class Resume {
    private Resume() {}

    public static void main(String[] args) throws Exception {
        Path target = Path.of(args[0]);
        INDArray expected = Nd4j.readBinary(target.resolve("expected.bin").toFile());

        try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(target.resolve("run.zip"))) {
            MultiLayerNetwork net = saved.network();
            ControlListener control = saved.resume(Life.RECIPE, net);
            net.fit(Nets.data(), 5);

            Life.expect(net.params().equalsWithEps(expected, 0), "a resumed run ends at the same weights");
            control.restoreBest();
        }
    }
}
