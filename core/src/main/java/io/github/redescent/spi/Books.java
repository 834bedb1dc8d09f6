package io.github.redescent.spi;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.Rate;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingBackend;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is known of every parameter of a model in training: the optimizer in force and the first one, rate factors,
 * clocks, frozen or not, and what the slots hold. It carries out what a controller decides by moving the host's tensors
 * and writing down what changed; the host reads it when it makes an update. Not thread-safe.
 */
public final class Books implements TrainingBackend {
    private final HostModel host;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, KeptBook> slots = new LinkedHashMap<>();
    private final ParameterBook[] books;
    private ParameterTable table;
    private long step;
    private int epoch;
    private long version;
    private boolean skipping;

    /** Opens the books of a model that has had some updates and epochs. */
    public Books(HostModel host, long step, int epoch) {
        this.host = host;
        this.step = step;
        this.epoch = epoch;
        this.table = host.parameters();
        List<OptimizerSpec> optimizers = host.optimizers();
        this.books = new ParameterBook[table.entries().size()];
        for (int i = 0; i < books.length; i++) {
            ParameterInfo info = table.entries().get(i);
            places.put(info.path(), i);
            books[i] = ParameterBook.untouched(info, Assignment.beginning(optimizers.get(i), 0, 0));
        }
    }

    /** Moves the run's clocks: updates made, and epochs completed. */
    public void at(long updates, int epochs) {
        step = updates;
        epoch = epochs;
    }

    /** Returns a number that is another one whenever anything but the clocks has changed. */
    public long version() {
        return version;
    }

    /** Returns all books, in table order. */
    public List<ParameterBook> all() {
        return List.of(books);
    }

    /**
     * Returns the book of one parameter.
     *
     * @throws IllegalArgumentException if there is none of this path
     */
    public ParameterBook of(String path) {
        return books[place(path)];
    }

    /** Returns the scheduled rate of a parameter's coming update, without factors; NaN if its rule has none. */
    public double scheduledRate(ParameterBook book) {
        Assignment now = book.now();
        return now.schedule()
                .at(step - now.since(), (name, since) -> host.rate(book.info(), name, since, epoch - now.sinceEpoch()));
    }

    /** Returns the rate of a parameter's coming update. */
    public double rate(ParameterBook book) {
        double scheduled = scheduledRate(book);
        return book.factor() == 1 ? scheduled : scheduled * book.factor(); // bit-identical where nobody scaled it
    }

    /** Returns the local step of a parameter's coming update, from 1, by which its first moment is corrected. */
    public long firstClock(ParameterBook book) {
        return clock(book.firstMomentBegan());
    }

    /** Returns the local step by which a parameter's second moment is corrected. */
    public long secondClock(ParameterBook book) {
        return clock(book.secondMomentBegan());
    }

    /** Clocks of a copied model may count from zero again. */
    private long clock(long began) {
        return began > step ? step + 1 : step + 1 - began;
    }

    /** Returns whether the host has to leave the coming update out; its clocks then stand still already. */
    public boolean skipsUpdate() {
        return skipping;
    }

    /** Forgets that an update was to be left out. */
    void beginUpdate() {
        skipping = false;
    }

    /**
     * Notes that an update has passed some parameters by, because no gradient reached them: their clocks stand still.
     */
    public void passedBy(ParameterBook book) {
        // The clocks alone: no plan that a host has made of the books is void.
        books[place(book.path())] = book.withClocks(book.firstMomentBegan() + 1, book.secondMomentBegan() + 1);
    }

    /**
     * Returns each group's scheduled rate at the coming update: the highest among its trained parameters, so that a
     * layer that rests for a while lowers no other's.
     */
    public Map<String, Rate> rates() {
        Map<String, Double> highest = new LinkedHashMap<>();
        for (ParameterBook book : books) {
            if (book.info().trainable()) {
                highest.merge(book.info().group(), scheduledRate(book), Math::max);
            }
        }
        Map<String, Rate> rates = new HashMap<>();
        highest.forEach((group, rate) -> rates.put(group, Rate.scheduled(rate)));
        return rates;
    }

    /**
     * Notes that the user has given a parameter's present optimizer another rate by the host's own means. It holds
     * wherever that optimizer comes back: from a slot, or as the first one.
     *
     * @param rate counts from the run's first step
     */
    public void rateSet(String path, LearningRate rate) {
        int place = place(path);
        OptimizerSpec optimizer = books[place].now().optimizer();
        books[place] = books[place].withRate(optimizer, rate);
        slots.replaceAll((slot, kept) -> kept.withRate(place, optimizer, rate));
        changed();
    }

    /** Returns the names of the slots that hold something. */
    public Set<String> slots() {
        return Set.copyOf(slots.keySet());
    }

    /** Returns all that is written here, to be saved. */
    public BookState state() {
        return new BookState(List.of(books), Map.copyOf(slots));
    }

    /** Takes over saved books, but for groups and freezing, which are {@link #adopt adopted} next. */
    public void resume(BookState saved) {
        for (int i = 0; i < books.length; i++) {
            books[i] = saved.parameters().get(i).as(books[i].info());
        }
        slots.clear();
        slots.putAll(saved.slots());
        changed();
    }

    /** Frees all slots. */
    public void forgetSlots() {
        slots.keySet().forEach(host::forget);
        slots.clear();
    }

    @Override
    public ParameterTable parameters() {
        return table;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public void require(Action example, ParameterSet on) {
        if (example instanceof Action.ScaleGradient && !host.scalesGradients()) {
            throw new UnsupportedByBackendException("gradients cannot be clipped here; leave withClipping() out");
        }
        host.require(example, on);
    }

    @Override
    public void requireStart(ParameterSet on, OptimizerSpec optimizer) {
        host.requireStart(on, optimizer);
    }

    @Override
    public void adopt(ParameterTable grouped) {
        host.requireTogether();
        List<ParameterInfo> freezing = new ArrayList<>();
        List<ParameterInfo> thawing = new ArrayList<>();
        for (int i = 0; i < books.length; i++) {
            ParameterInfo info = grouped.entries().get(i);
            if (info.frozen() != books[i].info().frozen()) {
                (info.frozen() ? freezing : thawing).add(info);
            }
            books[i] = books[i].as(info);
        }
        changed();
        if (!freezing.isEmpty()) {
            host.freeze(new ParameterSet(freezing));
        }
        if (!thawing.isEmpty()) {
            thaw(new ParameterSet(thawing));
        }
    }

    @Override
    public void start(ParameterSet on, OptimizerSpec optimizer) {
        Assignment start = Assignment.beginning(optimizer, step, epoch);
        exchange(on, book -> book.startingWith(start, step), Handover.FRESH);
    }

    @Override
    public void use(ParameterSet on, OptimizerSpec optimizer, Handover handover) {
        exchange(
                on,
                book -> {
                    ParameterBook fresh = book.with(book.now().next(optimizer, step, epoch), step);
                    // What begins with a running mean goes on with its count; a frozen parameter begins as new anyway.
                    return handover == Handover.MOMENTUM && book.info().trainable()
                            ? fresh.withClocks(book.firstMomentBegan(), step)
                            : fresh;
                },
                handover);
    }

    @Override
    public void useFirst(ParameterSet on) {
        ParameterSet others =
                on.only(info -> !of(info.path()).now().equals(of(info.path()).first()));
        exchange(others, book -> book.with(book.first(), step), Handover.FRESH);
    }

    @Override
    public void freeze(ParameterSet on) {
        host.freeze(on);
        write(on, book -> book.as(book.info().asFrozen()));
    }

    @Override
    public void unfreeze(ParameterSet on) {
        write(on, book -> book.as(book.info().asUnfrozen()).withClocks(step, step));
        thaw(on);
    }

    @Override
    public void skipUpdate() {
        skipping = true;
        for (ParameterBook book : all()) {
            passedBy(book);
        }
    }

    @Override
    public void scaleGradients(ParameterSet on, double factor) {
        host.scaleGradients(on, factor);
    }

    @Override
    public void reset(ParameterSet on, ResetMode mode) {
        if (mode.keepsFirst() == 0 && mode.keepsSecond() == 0) {
            host.renew(on, Moments.ALL);
        } else if (mode.keepsFirst() == 0) {
            host.renew(on, Moments.FIRST);
        } else if (mode.keepsSecond() == 0) {
            host.renew(on, Moments.SECOND);
        } else if (mode.keepsFirst() != 1) {
            host.shrink(on, mode.keepsFirst());
        }
        write(on, book -> book.reset(mode, step));
    }

    @Override
    public void redraw(ParameterSet on, long seed) {
        host.redraw(on, seed);
    }

    @Override
    public void rateFactor(ParameterSet on, double product, Span span) {
        write(on, book -> book.withFactor(product, span));
    }

    @Override
    public void restartSchedule(ParameterSet on) {
        write(on, book -> book.withScheduleRestarted(step, epoch));
    }

    @Override
    public void keep(ParameterSet on, String slot, Set<Part> parts) {
        host.keep(slot, parts);
        slots.put(slot, KeptBook.of(parts, step, List.of(books)));
    }

    @Override
    public void restore(ParameterSet on, String name) {
        KeptBook kept = slot(name);
        if (!kept.parts().contains(Part.OPTIMIZER_AND_CLOCKS)) {
            host.restore(name, on, kept.parts());
            return;
        }
        ParameterSet exchanged = on.only(info ->
                !of(info.path()).now().equals(kept.of(place(info.path())).now()));
        exchange(exchanged, book -> book.with(kept.of(place(book.path())).now(), step), Handover.FRESH);
        host.restore(name, on, kept.parts());
        long since = step - kept.step();
        write(on, book -> {
            ParameterBook then = kept.of(place(book.path()));
            return book.withFirst(then.first())
                    .withClocks(then.firstMomentBegan() + since, then.secondMomentBegan() + since);
        });
    }

    @Override
    public void stop(String reason) {
        // The controller throws; neither framework has another way out.
    }

    private void thaw(ParameterSet on) {
        host.unfreeze(on);
        host.renew(on.only(ParameterInfo::optimized), Moments.ALL);
    }

    private KeptBook slot(String name) {
        KeptBook kept = slots.get(name);
        if (kept == null) {
            throw new IllegalStateException("nothing was kept in slot " + name + "; there are " + slots.keySet());
        }
        return kept;
    }

    private void exchange(ParameterSet on, UnaryOperator<ParameterBook> change, Handover handover) {
        if (on.isEmpty()) {
            return;
        }
        List<ParameterBook> before = on.paths().stream().map(this::of).toList();
        List<ParameterBook> after = before.stream().map(change).toList();
        host.exchange(before, after, handover);
        after.forEach(book -> books[place(book.path())] = book);
        changed();
    }

    private void write(ParameterSet on, UnaryOperator<ParameterBook> change) {
        for (ParameterInfo info : on.members()) {
            books[place(info.path())] = change.apply(of(info.path()));
        }
        changed();
    }

    private void changed() {
        version++;
        table = new ParameterTable(Arrays.stream(books).map(ParameterBook::info).toList());
    }

    private int place(String path) {
        Integer place = places.get(path);
        if (place == null) {
            throw new IllegalArgumentException("there is no parameter " + path + "; there are " + places.keySet());
        }
        return place;
    }
}
