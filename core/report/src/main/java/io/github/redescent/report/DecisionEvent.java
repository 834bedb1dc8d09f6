package io.github.redescent.report;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Something that was decided, or another event of a controlled run. */
@Name("io.github.redescent.Decision")
@Label("Training Decision")
@Description("What a policy decided on a run, and why")
@Category("Redescent")
@StackTrace(false)
final class DecisionEvent extends Event {
    @Label("Step")
    long step;

    @Label("Policy")
    String policy = "";

    @Label("Rule")
    String rule = "";

    @Label("What")
    String what = "";

    @Label("Fate")
    String fate = "";

    @Label("Routine")
    @Description("Everyday business, such as a warm-up's rate for one step")
    boolean routine;
}
