package io.github.redescent.benchmarks.rescue;

import io.github.redescent.benchmarks.rescue.Architecture.Hidden;
import io.github.redescent.benchmarks.rescue.Architecture.Kind;
import java.io.IOException;
import java.util.List;

/** The tasks, chosen before any policy was tried on them. */
final class Tasks {
    private Tasks() {}

    static List<Task> dl4j() throws IOException {
        return List.of(digits(), pictures(), iris(), wine(), spirals(), rings(), sine(), compressed(), letters());
    }

    static List<Task> djl() throws IOException {
        return List.of(digits(), iris(), spirals(), sine());
    }

    private static Task digits() throws IOException {
        return new Task(
                "digits",
                RealData.digits(800, 4, true),
                new Architecture(Kind.DENSE, List.of(32, 32), Hidden.RELU, Output.SOFTMAX),
                32,
                400,
                List.of(new Rule(Rule.Kind.ADAM, 3e-3), new Rule(Rule.Kind.MOMENTUM, 2e-2)));
    }

    private static Task pictures() throws IOException {
        return new Task(
                "pictures",
                RealData.digits(600, 2, false),
                new Architecture(Kind.CONVOLUTION, List.of(6, 12), Hidden.RELU, Output.SOFTMAX),
                32,
                300,
                List.of(new Rule(Rule.Kind.ADAM, 5e-3), new Rule(Rule.Kind.SGD, 1e-1)));
    }

    private static Task iris() throws IOException {
        return new Task(
                "iris",
                RealData.iris(),
                new Architecture(Kind.DENSE, List.of(12), Hidden.TANH, Output.SOFTMAX),
                16,
                300,
                List.of(new Rule(Rule.Kind.ADAM, 1e-2), new Rule(Rule.Kind.SGD, 1e-1)));
    }

    private static Task wine() {
        return new Task(
                "wine",
                Synthetic.wine(300),
                new Architecture(Kind.NORMALISED, List.of(16), Hidden.RELU, Output.SOFTMAX),
                24,
                300,
                List.of(new Rule(Rule.Kind.RMSPROP, 3e-3), new Rule(Rule.Kind.MOMENTUM, 2e-2)));
    }

    private static Task spirals() {
        return new Task(
                "spirals",
                Synthetic.spirals(400),
                new Architecture(Kind.DENSE, List.of(32, 32), Hidden.TANH, Output.SOFTMAX),
                40,
                600,
                List.of(new Rule(Rule.Kind.ADAM, 1e-2), new Rule(Rule.Kind.MOMENTUM, 5e-2)));
    }

    private static Task rings() {
        return new Task(
                "rings",
                Synthetic.rings(400),
                new Architecture(Kind.DENSE, List.of(24), Hidden.SIGMOID, Output.SIGMOID),
                40,
                500,
                List.of(new Rule(Rule.Kind.ADAM, 3e-2), new Rule(Rule.Kind.MOMENTUM, 3e-1)));
    }

    private static Task sine() {
        return new Task(
                "sine",
                Synthetic.sine(400),
                new Architecture(Kind.DENSE, List.of(32, 32), Hidden.TANH, Output.LINEAR),
                32,
                500,
                List.of(new Rule(Rule.Kind.ADAM, 1e-2), new Rule(Rule.Kind.MOMENTUM, 2e-2)));
    }

    /** Digits through a layer that is too narrow for them, and back. */
    private static Task compressed() throws IOException {
        Examples digits = RealData.digits(600, 4, true);
        Examples both = new Examples(digits.inputs(), digits.inputShape(), digits.inputs(), digits.inputShape());
        return new Task(
                "compressed",
                both,
                new Architecture(Kind.DENSE, List.of(32, 12, 32), Hidden.TANH, Output.LINEAR),
                32,
                500,
                List.of(new Rule(Rule.Kind.ADAM, 5e-3), new Rule(Rule.Kind.MOMENTUM, 2e-1)));
    }

    private static Task letters() throws IOException {
        return new Task(
                "letters",
                RealData.letters(128, 8),
                new Architecture(Kind.RECURRENT, List.of(24), Hidden.TANH, Output.SOFTMAX),
                16,
                300,
                List.of(new Rule(Rule.Kind.ADAM, 2e-2), new Rule(Rule.Kind.MOMENTUM, 5e-2)));
    }
}
