package io.github.redescent.replay;

import io.github.redescent.json.RecordJson;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Collects the members of a trace's first line. */
final class HeaderLine {
    static final String PARAMETERS = "parameters";

    private String format = "none";
    private String name = "";
    private OptionalLong plannedSteps = OptionalLong.empty();
    private OptionalDouble chanceLoss = OptionalDouble.empty();
    private Optional<ParameterTable> parameters = Optional.empty();

    /** Carries the table through the record adapter. */
    record Parameters(List<ParameterInfo> parameters) {}

    void member(String member, StrictJson json) throws IOException {
        switch (member) {
            case "format" -> format = json.text(member);
            case "name" -> name = json.text(member);
            case "plannedSteps" -> plannedSteps = OptionalLong.of(json.whole(member));
            case "chanceLoss" -> chanceLoss = OptionalDouble.of(json.number(member));
            case PARAMETERS -> {
                String wrapped = "{\"" + PARAMETERS + "\":" + json.tree() + '}';
                parameters = Optional.of(new ParameterTable(
                        RecordJson.fromText(wrapped, Parameters.class).parameters()));
            }
            default -> throw StrictJson.unknown(member);
        }
    }

    TraceHeader header() {
        if (!format.equals(TraceHeader.FORMAT)) {
            throw new IllegalArgumentException("format must be " + TraceHeader.FORMAT + ", got " + format);
        }
        return new TraceHeader(name, plannedSteps, chanceLoss, parameters);
    }
}
