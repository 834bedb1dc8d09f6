package com.example;

import io.github.redescent.Recipe;
import io.github.redescent.dl4j.ControlListener;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.SwitchRate;
import io.github.redescent.policy.Trigger;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** A user's program from the first line to the last, with what it expects at each. */
public final class Life {
    static final Recipe RECIPE = Recipe.of(
                    ResetOnDecay.defaults(),
                    ReinitializeOnBadRegion.defaults().withAcceptableLoss(0.5))
            .withSeed(42);

    private Life() {}

    public static void main(String[] args) throws Exception {
        Path target = Path.of(args[0]);
        Processes.require("gson-2.8.0.jar", "slf4j-api-1.7", "deeplearning4j-nn", "redescent-core");
        trainAndSave(target);
        Processes.run("resume", any -> true, Resume.class, target.toString());
        Processes.run("verdict", jar -> jar.contains("redescent-core"), "io.github.redescent.replay.Replay", target
                .resolve("trace.jsonl")
                .toString());
        groupsAndSwitch();
        for (String file : new String[] {"attached.zip", "detached.zip"}) {
            Processes.run("stock", jar -> !jar.contains("redescent"), Stock.class, target.resolve(file)
                    .toString());
        }
        System.out.println("life: all as expected");
    }

    private static void trainAndSave(Path target) throws Exception {
        MultiLayerNetwork net = Nets.layers();
        DataSetIterator data = Nets.data();

        ControlListener control = ControlListener.builder(RECIPE)
                .trace(target.resolve("trace.jsonl"))
                .attach(net);
        net.fit(data, 20);
        control.save(target.resolve("run.zip"));
        net.save(target.resolve("attached.zip").toFile());
        net.fit(data, 5);
        Nd4j.saveBinary(net.params(), target.resolve("expected.bin").toFile());

        double before = Nets.score(net);
        control.restoreBest();
        System.out.println(control.history());
        expect(Nets.score(net) <= before + 0.05, "the best weights are no worse than the last");

        control.detach();
        net.fit(data, 1);
        net.save(target.resolve("detached.zip").toFile());
    }

    private static void groupsAndSwitch() {
        ComputationGraph graph = Nets.graph();
        INDArray stem = graph.getLayer("stem/dense").params().dup();
        INDArray body = graph.getLayer("block1").params().dup();
        var groups = ParameterGroups.builder()
                .frozen("stem", "stem/**")
                .group("body", "block*/**", OptimizerSpec.sgd(1e-3).withMomentum(0.9))
                .scaled("neck", "neck/**", 0.1)
                .otherwise(OptimizerSpec.adam(1e-3));
        Recipe recipe = Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.9))
                .when(Trigger.afterEpochs(2))
                .rate(SwitchRate.matched())
                .ramp(5));

        ControlListener control = ControlListener.attach(recipe.withGroups(groups), graph);
        System.out.println(control.describe());
        graph.fit(Nets.data(), 5);

        expect(graph.getLayer("stem/dense").params().equals(stem), "the frozen stem has not moved");
        expect(!graph.getLayer("block1").params().equals(body), "the body has moved");
        expect(!control.history().isEmpty(), "the switch is in the history");
        control.detachAsIs();
        graph.fit(Nets.data(), 1);
    }

    static void expect(boolean truth, String what) {
        if (!truth) {
            throw new AssertionError("not so: " + what);
        }
    }
}
