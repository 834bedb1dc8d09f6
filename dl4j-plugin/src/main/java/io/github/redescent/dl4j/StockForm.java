package io.github.redescent.dl4j;

import io.github.redescent.optimizer.Constant;
import io.github.redescent.optimizer.Exponential;
import io.github.redescent.optimizer.HostRate;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.Scaled;
import io.github.redescent.optimizer.Steps;
import io.github.redescent.spi.Assignment;
import io.github.redescent.spi.ParameterBook;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * What a parameter's training comes to in stock classes, at a step: what stands in the configuration, and in every file
 * that DL4J writes.
 *
 * @param updaters stock updaters by name
 * @param step updates done
 * @param epoch epochs completed
 */
record StockForm(NamedUpdaters updaters, long step, int epoch) {
    /** The members of DL4J's schedules that are rates. */
    private static final List<String> RATES =
            List.of("initialValue", "value", "initialLearningRate", "maxLearningRate");

    /**
     * A stock updater.
     *
     * @param updater what it is
     * @param exact whether its rate is right at every step; else it is the rate of the moment
     */
    record Form(IUpdater updater, boolean exact) {}

    /** A rate as a stock class: a constant, or a schedule. */
    private record Pace(double rate, @Nullable ISchedule schedule, boolean exact) {
        static Pace constant(double rate) {
            return new Pace(rate, null, true);
        }
    }

    /**
     * Returns the form of a parameter's optimizer.
     *
     * @param factor on its schedule
     */
    Form of(LiveParameter parameter, double factor) {
        Assignment now = parameter.now();
        IUpdater stock = NamedUpdaters.copy(parameter.rule());
        if (!stock.hasLearningRate()) {
            boolean plain = factor == 1 && (now.schedule() instanceof HostRate || momentary(now, factor) == 1);
            return new Form(stock, plain);
        }
        Pace pace = pace(now, now.schedule(), factor);
        stock.setLrAndSchedule(pace.rate(), pace.schedule());
        return new Form(stock.equals(parameter.configured()) ? parameter.configured() : stock, pace.exact());
    }

    /** Returns what a stock updater cannot hold of a parameter's training, in words. */
    List<String> loses(LiveParameter parameter, ParameterBook book) {
        List<String> lost = new ArrayList<>();
        if (book.info().frozen()) {
            lost.add("what is frozen trains from now on");
        }
        if (parameter.own != null) {
            lost.add(parameter.now().optimizer().kind() + " of a parameter by itself gives way to its layer's "
                    + parameter.configured().getClass().getSimpleName());
        } else if (parameter.heavyBall()) {
            lost.add("heavy-ball momentum goes on as Nesterov's, from the same velocity");
        }
        if (Rules.correctsFirst(parameter.rule()) && (book.firstMomentBegan() > 0 || book.secondMomentBegan() > 0)) {
            lost.add("a bias correction that counts from step "
                    + Math.max(book.firstMomentBegan(), book.secondMomentBegan())
                    + " goes on with the model's count");
        }
        if (book.passing() != 1) {
            lost.add("a passing rate factor of " + book.passing() + " ends");
        }
        if (!book.untouched() && !of(parameter, book.lasting()).exact()) {
            lost.add("a schedule without a stock class stays at the rate of the moment");
        }
        return lost;
    }

    private double momentary(Assignment now, double factor) {
        double rate = now.schedule()
                .at(step - now.since(), (name, since) -> updaters.rate(name, since, epoch - now.sinceEpoch()));
        return (Double.isNaN(rate) ? 1 : rate) * factor;
    }

    private Pace pace(Assignment now, LearningRate schedule, double factor) {
        if (schedule instanceof Scaled scaled) {
            return pace(now, scaled.of(), factor * scaled.factor());
        }
        if (schedule instanceof Constant constant) {
            return Pace.constant(factor == 1 ? constant.rate() : constant.rate() * factor);
        }
        Optional<Pace> held = Optional.empty();
        if (schedule instanceof HostRate host && now.since() == 0 && now.sinceEpoch() == 0) {
            held = scaled(updaters.get(host.name()), factor);
        } else if (schedule instanceof Steps steps) {
            held = Optional.of(new Pace(Double.NaN, milestones(steps, now.since(), factor), true));
        } else if (schedule instanceof Exponential falling && falling.factor() > 0) {
            double start = falling.start() * factor * Math.pow(falling.factor(), (double) -now.since());
            held = Optional.of(new Pace(
                    Double.NaN, new ExponentialSchedule(ScheduleType.ITERATION, start, falling.factor()), true));
        }
        return held.orElseGet(() -> new Pace(momentary(now, 1) * factor, null, false));
    }

    private static ISchedule milestones(Steps steps, long since, double factor) {
        Map<Integer, Double> values = new LinkedHashMap<>();
        values.put(0, steps.at(0) * factor);
        for (long milestone : steps.milestones()) {
            if (since + milestone > Integer.MAX_VALUE) {
                break; // no iteration of DL4J's gets there
            }
            values.put(Math.toIntExact(since + milestone), steps.at(milestone) * factor);
        }
        return new MapSchedule(ScheduleType.ITERATION, values);
    }

    /** Returns the rate of a stock updater, multiplied; empty if its schedule is none that is known. */
    private static Optional<Pace> scaled(IUpdater updater, double factor) {
        ObjectNode tree = NeuralNetConfiguration.mapper().valueToTree(updater);
        JsonNode schedule = tree.get("learningRateSchedule");
        JsonNode rate = tree.get("learningRate");
        try {
            if (schedule instanceof ObjectNode curve) {
                return factor == 1 || scale(curve, factor)
                        ? Optional.of(new Pace(
                                Double.NaN, NeuralNetConfiguration.mapper().treeToValue(curve, ISchedule.class), true))
                        : Optional.empty();
            }
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        return rate != null && rate.isNumber()
                ? Optional.of(Pace.constant(factor == 1 ? rate.asDouble() : rate.asDouble() * factor))
                : Optional.empty();
    }

    /** Multiplies a schedule's rates; returns whether it knows one. */
    private static boolean scale(ObjectNode schedule, double factor) {
        boolean scaled = false;
        for (String member : RATES) {
            JsonNode rate = schedule.get(member);
            if (rate != null && rate.isNumber()) {
                schedule.put(member, rate.asDouble() * factor);
                scaled = true;
            }
        }
        if (schedule.get("values") instanceof ObjectNode values) {
            List<String> positions = new ArrayList<>();
            values.fieldNames().forEachRemaining(positions::add);
            positions.forEach(
                    position -> values.put(position, values.get(position).asDouble() * factor));
            scaled = true;
        }
        if (schedule.get("baseSchedule") instanceof ObjectNode base) {
            scaled |= scale(base, factor);
        }
        return scaled;
    }

    /**
     * Writes forms into the layers' configurations, as far as a layer can tell its parameters apart: where they differ
     * in what it gives to all, it keeps what it has. Returns whether an updater has changed.
     */
    static boolean settle(List<LiveParameter> parameters, Function<LiveParameter, IUpdater> form) {
        IdentityHashMap<LayerConfig, List<LiveParameter>> layers = new IdentityHashMap<>();
        for (LiveParameter parameter : parameters) {
            if (parameter.optimized() && parameter.config().reachable()) {
                layers.computeIfAbsent(parameter.config(), config -> new ArrayList<>())
                        .add(parameter);
            }
        }
        boolean changed = false;
        for (Map.Entry<LayerConfig, List<LiveParameter>> layer : layers.entrySet()) {
            LayerConfig config = layer.getKey();
            List<LiveParameter> weights = only(layer.getValue(), each -> !each.followsBiasUpdater());
            List<LiveParameter> biases = only(layer.getValue(), LiveParameter::followsBiasUpdater);
            IUpdater ofWeights = common(weights, form).orElseGet(() -> config.updater(false));
            IUpdater ofBiases = common(biases, form).orElseGet(() -> config.updater(true));
            changed |= config.use(ofWeights, biases.isEmpty() && !weights.isEmpty() ? ofWeights : ofBiases);
            for (LiveParameter.DecayedBy list : LiveParameter.DecayedBy.values()) {
                decay(config, only(layer.getValue(), each -> each.listed() == list), list);
            }
        }
        return changed;
    }

    private static void decay(LayerConfig config, List<LiveParameter> listed, LiveParameter.DecayedBy list) {
        if (list == LiveParameter.DecayedBy.NONE || listed.isEmpty()) {
            return;
        }
        Optional<Optional<Regularization>> common = common(listed, parameter -> Optional.ofNullable(parameter.decay()));
        config.decayBy(common.flatMap(Function.identity()).orElse(null), list == LiveParameter.DecayedBy.BIASES_LIST);
    }

    private static List<LiveParameter> only(
            List<LiveParameter> all, java.util.function.Predicate<LiveParameter> which) {
        return all.stream().filter(which).toList();
    }

    private static <T> Optional<T> common(List<LiveParameter> all, Function<LiveParameter, T> of) {
        List<T> distinct =
                all.stream().map(of).filter(Objects::nonNull).distinct().toList();
        return distinct.size() == 1 ? Optional.of(distinct.get(0)) : Optional.empty();
    }
}
