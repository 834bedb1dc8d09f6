package io.github.redescent.samples.micrometer;

import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Binds a run to a meter registry: gauges {@code redescent.step}, {@code redescent.loss},
 * {@code redescent.validation.loss} and {@code redescent.rate} by group, and the counter {@code redescent.decisions} by
 * policy, rule and fate. The registry may be read from any thread.
 */
public final class RunMetrics implements RunWatcher {
    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicReference<Double> step;
    private final AtomicReference<Double> loss;
    private final AtomicReference<Double> validationLoss;
    private final Map<String, AtomicReference<Double>> rates = new ConcurrentHashMap<>();

    /**
     * Makes a watcher of one run.
     *
     * @param run tells it from others on a dashboard
     */
    public RunMetrics(MeterRegistry registry, String run) {
        this.registry = registry;
        this.tags = Tags.of("run", run);
        this.step = gauge("redescent.step", tags);
        this.loss = gauge("redescent.loss", tags);
        this.validationLoss = gauge("redescent.validation.loss", tags);
    }

    @Override
    public void observed(Observation now) {
        now.validationLoss().ifPresent(validationLoss::set);
        if (now.moment() == Moment.STEP) {
            step.set((double) now.step());
            loss.set(now.loss());
            now.rates()
                    .forEach((group, rate) -> rates.computeIfAbsent(
                                    group, name -> gauge("redescent.rate", tags.and("group", name)))
                            .set(rate.effective()));
        }
    }

    @Override
    public void happened(TrainingEvent event) {
        if (event instanceof TrainingEvent.Decided decided
                && !decided.decision().routine()) {
            Tags what = tags.and(
                    "policy", decided.policy(),
                    "rule", decided.decision().because().rule(),
                    "fate", decided.fate().name());
            registry.counter("redescent.decisions", what).increment();
        }
    }

    @Override
    public String toString() {
        return "the Micrometer meters";
    }

    private AtomicReference<Double> gauge(String name, Tags labels) {
        AtomicReference<Double> value = new AtomicReference<>(Double.NaN);
        registry.gauge(name, labels, value, AtomicReference::get);
        return value;
    }
}
