package io.github.redescent.report;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One training step, as long as it took from the end of the one before. */
@Name("io.github.redescent.Step")
@Label("Training Step")
@Description("One optimizer update and what was measured with it")
@Category("Redescent")
@StackTrace(false)
final class StepEvent extends Event {
    @Label("Step")
    long step;

    @Label("Epoch")
    @Description("Completed epochs")
    int epoch;

    @Label("Loss")
    double loss;

    @Label("Constant Loss")
    @Description("Loss of the best constant prediction on the same batch, NaN where it was not measured")
    double constantLoss;

    @Label("Learning Rate")
    @Description("The highest of all groups' effective rates")
    double rate;
}
