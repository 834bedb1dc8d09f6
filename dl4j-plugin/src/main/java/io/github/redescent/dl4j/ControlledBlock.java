package io.github.redescent.dl4j;

import io.github.redescent.spi.Books;
import io.github.redescent.spi.ParameterBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/**
 * Stands in a live updater in the place of a stock block: as long as nothing was decided about its parameters it is
 * one, and otherwise it makes their updates by the books, on the stock block's own state. Nothing serialises or copies
 * it.
 */
final class ControlledBlock extends UpdaterBlock {
    private final LiveUpdater updater;
    private long version = -1;
    private long began;
    private List<Run> runs = List.of();
    private List<Object> cut = List.of();

    ControlledBlock(UpdaterBlock stock, LiveUpdater updater) {
        super(
                stock.getParamOffsetStart(),
                stock.getParamOffsetEnd(),
                stock.getUpdaterViewOffsetStart(),
                stock.getUpdaterViewOffsetEnd(),
                stock.getLayersAndVariablesInBlock());
        fill(this, stock);
        this.updater = updater;
    }

    /** Returns the stock block that this one stands for. */
    UpdaterBlock stock() {
        UpdaterBlock stock = new UpdaterBlock(
                getParamOffsetStart(),
                getParamOffsetEnd(),
                getUpdaterViewOffsetStart(),
                getUpdaterViewOffsetEnd(),
                getLayersAndVariablesInBlock());
        fill(stock, this);
        return stock;
    }

    private static void fill(UpdaterBlock to, UpdaterBlock from) {
        to.setUpdaterView(from.getUpdaterView());
        to.setGradientView(from.getGradientView());
        to.setUpdaterViewRequiresInitialization(false);
        to.setGradientUpdater(from.getGradientUpdater());
    }

    boolean isOf(LiveUpdater other) {
        return updater == other;
    }

    @Override
    public void update(int iteration, int epoch) {
        updater.beforeBlock(iteration, epoch);
        INDArray gradient = getGradientView();
        if (updater.books().skipsUpdate() && gradient != null) {
            gradient.assign(0);
        } else if (isStock()) {
            super.update(iteration, epoch);
        } else {
            runs.forEach(run -> run.update(iteration, epoch, null, null));
        }
    }

    @Override
    public void updateExternalGradient(int iteration, int epoch, INDArray gradients, INDArray parameters) {
        updater.beforeBlock(iteration, epoch);
        INDArray row = Network.row(gradients);
        if (updater.books().skipsUpdate()) {
            row.get(NDArrayIndex.interval(getParamOffsetStart(), getParamOffsetEnd()))
                    .assign(0);
        } else if (isStock()) {
            super.updateExternalGradient(iteration, epoch, gradients, parameters);
        } else {
            runs.forEach(run -> run.update(iteration, epoch, row, Network.row(parameters)));
        }
    }

    private boolean isStock() {
        Books books = updater.books();
        long begun = books.of(updater.at(getLayersAndVariablesInBlock().get(0)).path())
                .firstMomentBegan();
        if (version != books.version() || began != begun) { // an update that was left out moves clocks alone
            version = books.version();
            began = begun;
            List<Object> now = cut(books);
            if (!now.equals(cut)) {
                cut = now;
                runs = OutsideWorkspaces.make(() -> plan(books));
            }
        }
        return runs.isEmpty();
    }

    /** Returns what a plan depends on: factors and clocks by themselves are read at each update. */
    private List<Object> cut(Books books) {
        List<Object> facts = new ArrayList<>();
        ParamState last = null;
        for (ParamState state : getLayersAndVariablesInBlock()) {
            LiveParameter parameter = updater.at(state);
            ParameterBook book = books.of(parameter.path());
            facts.add(new Cut(
                    last != null && alike(books, last, state),
                    isStock(parameter, book),
                    isFrozen(parameter, book),
                    System.identityHashCode(parameter.rule()),
                    parameter.optimized() ? System.identityHashCode(parameter.configured()) : 0,
                    System.identityHashCode(parameter.own)));
            last = state;
        }
        return facts;
    }

    private record Cut(boolean joined, boolean stock, boolean frozen, int rule, int configured, int own) {}

    private static boolean isFrozen(LiveParameter parameter, ParameterBook book) {
        return book.info().frozen() && !parameter.hostFrozen();
    }

    private static boolean isStock(LiveParameter parameter, ParameterBook book) {
        return !isFrozen(parameter, book)
                && (!parameter.optimized() || (parameter.asFound() && parameter.own == null && book.untouched()));
    }

    private List<Run> plan(Books books) {
        List<Run> planned = new ArrayList<>();
        List<ParamState> neighbours = new ArrayList<>();
        for (ParamState state : getLayersAndVariablesInBlock()) {
            if (!neighbours.isEmpty() && !alike(books, neighbours.get(0), state)) {
                planned.add(new Run(books, neighbours));
                neighbours = new ArrayList<>();
            }
            neighbours.add(state);
        }
        planned.add(new Run(books, neighbours));
        return planned.size() == 1 && planned.get(0).stock ? List.of() : planned;
    }

    private boolean alike(Books books, ParamState one, ParamState other) {
        LiveParameter first = updater.at(one);
        LiveParameter second = updater.at(other);
        ParameterBook left = books.of(first.path());
        ParameterBook right = books.of(second.path());
        return first.own == null
                && second.own == null
                && left.now().equals(right.now())
                && left.info().frozen() == right.info().frozen()
                && left.firstMomentBegan() == right.firstMomentBegan()
                && left.secondMomentBegan() == right.secondMomentBegan()
                && left.factor() == right.factor()
                && Double.compare(first.lastRate, second.lastRate) == 0;
    }

    /** Neighbouring parameters of which the same is true: one call of the rule. */
    private final class Run {
        private final Books books;
        private final List<ParamState> states;
        private final LiveParameter first;
        private final long from;
        private final long to;
        private final boolean frozen;
        private final boolean stock;
        private final IUpdater pinned;
        private final Map<String, INDArray> state;
        private final GradientUpdater<?> rule;
        private final @Nullable INDArray gradient;

        Run(Books books, List<ParamState> states) {
            this.books = books;
            this.states = states;
            this.first = updater.at(states.get(0));
            ParameterBook book = books.of(first.path());
            this.from = states.get(0).getParamOffsetStart();
            this.to = states.get(states.size() - 1).getParamOffsetEnd();
            this.frozen = isFrozen(first, book);
            this.stock = isStock(first, book);
            this.pinned = stock ? first.configured() : NamedUpdaters.copy(first.rule());
            this.state = first.own == null ? LiveUpdater.views(ControlledBlock.this, from, to) : first.own;
            this.rule = pinned.instantiate(state, false);
            this.gradient = getGradientView() == null
                    ? null
                    : Network.row(getGradientView())
                            .get(NDArrayIndex.interval(from - getParamOffsetStart(), to - getParamOffsetStart()));
        }

        void update(int iteration, int epoch, @Nullable INDArray gradients, @Nullable INDArray parameters) {
            INDArray part = gradients == null ? gradient : gradients.get(NDArrayIndex.interval(from, to));
            if (part == null) {
                return;
            }
            if (frozen) {
                part.assign(0);
                return;
            }
            ParameterBook book = books.of(first.path());
            double rate = stock ? stockRate(iteration, epoch) : rate(book);
            regularize(ApplyStep.BEFORE_UPDATER, rate, iteration, epoch, gradients, parameters);
            if (stock) {
                rule.applyUpdater(part, iteration, epoch);
            } else {
                apply(book, part, rate, iteration, epoch);
            }
            regularize(ApplyStep.POST_UPDATER, rate, iteration, epoch, gradients, parameters);
        }

        private double stockRate(int iteration, int epoch) {
            return pinned.hasLearningRate() ? pinned.getLearningRate(iteration, epoch) : 1;
        }

        /** A rule without a rate of its own takes its steps as they are, times whatever was decided. */
        private double rate(ParameterBook book) {
            double rate = books.rate(book);
            return Double.isNaN(rate) ? book.factor() : rate;
        }

        private void apply(ParameterBook book, INDArray part, double rate, int iteration, int epoch) {
            if (!pinned.hasLearningRate()) {
                rule.applyUpdater(part, localStep(book, iteration), epoch);
                if (rate != 1) {
                    part.muli(rate);
                }
                return;
            }
            if (first.heavyBall()) {
                heavyBall(part, rate, iteration, epoch);
                return;
            }
            pinned.setLrAndSchedule(rate * correction(book), null);
            rule.applyUpdater(part, localStep(book, iteration), epoch);
            note(rate);
        }

        private int localStep(ParameterBook book, int iteration) {
            if (Rules.correctsBoth(pinned)) {
                return Math.toIntExact(books.secondClock(book) - 1);
            }
            return Rules.correctsFirst(pinned) ? Math.toIntExact(books.firstClock(book) - 1) : iteration;
        }

        /**
         * A rule that corrects both moments takes one clock, the second moment's; the rate makes up for the first
         * moment's own: η(1 − β₁^t₂)/(1 − β₁^t₁).
         */
        private double correction(ParameterBook book) {
            long one = books.firstClock(book);
            long two = books.secondClock(book);
            if (one == two || !Rules.correctsBoth(pinned)) {
                return 1;
            }
            double beta = Rules.firstDecay(pinned, 0, 0).orElse(0);
            return (1 - Math.pow(beta, (double) two)) / (1 - Math.pow(beta, (double) one));
        }

        /**
         * Heavy-ball momentum on the state of a stock {@code Nesterovs}, V = −ηb with buffer b and the rate η of the
         * last update, so that the stock rule can go on from it: V ← V·η/η₀, V ← μV − ηg, update −V.
         */
        private void heavyBall(INDArray part, double rate, int iteration, int epoch) {
            INDArray velocity = Objects.requireNonNull(state.get("V"));
            double before = first.lastRate;
            double unit = rate > 0 ? rate : before > 0 ? before : 1;
            if (before > 0 && unit != before) {
                velocity.muli(unit / before);
            }
            pinned.setLrAndSchedule(unit, null);
            rule.applyUpdater(part, iteration, epoch);
            if (rate > 0) {
                part.assign(velocity).negi();
            } else {
                part.assign(0);
            }
            note(unit);
        }

        private void note(double rate) {
            for (ParamState each : states) {
                updater.at(each).lastRate = rate;
            }
        }

        private void regularize(
                ApplyStep step,
                double rate,
                int iteration,
                int epoch,
                @Nullable INDArray gradients,
                @Nullable INDArray parameters) {
            for (ParamState each : states) {
                for (Regularization penalty : updater.at(each).penalties()) {
                    if (penalty.applyStep() == step) {
                        INDArrayIndex range =
                                NDArrayIndex.interval(each.getParamOffsetStart(), each.getParamOffsetEnd());
                        penalty.apply(
                                parameters == null ? each.getParamView() : parameters.get(range),
                                gradients == null ? each.getGradView() : gradients.get(range),
                                rate,
                                iteration,
                                epoch);
                    }
                }
            }
        }
    }
}
