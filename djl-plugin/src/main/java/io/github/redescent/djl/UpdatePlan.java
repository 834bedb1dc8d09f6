package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.redescent.djl.optimizer.FusedUpdate;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.Rule;
import io.github.redescent.djl.optimizer.TensorList;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.spi.Assignment;
import io.github.redescent.spi.Books;
import io.github.redescent.spi.ParameterBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** How the parameters of one step are updated: as few native calls as their rules, rates and clocks allow. */
final class UpdatePlan implements AutoCloseable {
    private final Program program;
    private final List<TrainedParameter> members;
    private final List<NDArray> listed;
    private final TensorList weights;
    private final List<Batch> batches = new ArrayList<>();
    private final Predicate<String> tellApart;
    private final long version;

    /** What parameters share that are updated by one call. */
    private record Key(Assignment now, double factor, double rate, long first, long second, DataType type) {}

    private record Batch(List<TrainedParameter> members, FusedUpdate call, boolean varies) {}

    /**
     * Makes a plan.
     *
     * @param members those to be updated, at least one, in the order in which norms are summed
     * @param tellApart whether a host's schedule of a name gives each parameter a rate of its own
     */
    UpdatePlan(Program program, List<TrainedParameter> members, Books books, Predicate<String> tellApart) {
        this.program = program;
        this.members = List.copyOf(members);
        this.tellApart = tellApart;
        this.version = books.version();
        this.listed = members.stream().map(TrainedParameter::weight).toList();
        this.weights = program.list(listed);
        Map<Key, List<TrainedParameter>> alike = new LinkedHashMap<>();
        for (TrainedParameter member : members) {
            ParameterBook book = books.of(member.path());
            Key key = new Key(
                    book.now(),
                    book.factor(),
                    varies(book) ? books.rate(book) : 0,
                    book.firstMomentBegan(),
                    book.secondMomentBegan(),
                    member.weight().getDataType());
            alike.computeIfAbsent(key, any -> new ArrayList<>()).add(member);
        }
        alike.forEach((key, some) -> batches.add(batch(key.now().optimizer(), some, books)));
    }

    private Batch batch(OptimizerSpec optimizer, List<TrainedParameter> some, Books books) {
        Rule rule = Rule.of(optimizer);
        for (TrainedParameter member : some) {
            if (member.state().isEmpty()) {
                member.exchangeState(rule.freshState(member.weight(), program.manager()));
            }
        }
        FusedUpdate call = new FusedUpdate(
                program,
                rule,
                some.stream().map(TrainedParameter::weight).toList(),
                some.stream().map(TrainedParameter::state).toList());
        return new Batch(some, call, varies(books.of(some.get(0).path())));
    }

    private boolean varies(ParameterBook book) {
        return tellApart.test(book.now().schedule().hostName());
    }

    List<TrainedParameter> members() {
        return members;
    }

    /** Returns all weights, in order. */
    TensorList weights() {
        return weights;
    }

    /** Returns whether the plan still suits the books and these parameters. */
    boolean suits(List<TrainedParameter> current, Books books) {
        if (version != books.version() || members.size() != current.size()) {
            return false;
        }
        for (int i = 0; i < listed.size(); i++) {
            if (members.get(i) != current.get(i) || current.get(i).weight() != listed.get(i)) {
                return false;
            }
        }
        return batches.stream().allMatch(batch -> !batch.varies() || haveOneRate(batch.members(), books));
    }

    private static boolean haveOneRate(List<TrainedParameter> members, Books books) {
        return members.stream()
                        .mapToDouble(member -> books.rate(books.of(member.path())))
                        .distinct()
                        .count()
                == 1;
    }

    /** Updates all and leaves their gradients at zero. */
    void run(Books books) {
        for (Batch batch : batches) {
            ParameterBook any = books.of(batch.members().get(0).path());
            batch.call().run(books.rate(any), books.firstClock(any), books.secondClock(any));
        }
    }

    @Override
    public void close() {
        if (program.isOpen()) {
            batches.forEach(batch -> batch.call().close());
            program.drop(weights);
        }
    }
}
