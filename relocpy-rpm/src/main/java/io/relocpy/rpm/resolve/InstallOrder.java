package io.relocpy.rpm.resolve;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.Relation;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Orders packages so that each comes after the packages that it requires.
 *
 * <p>Packages that require each other in a cycle are adjacent, ordered by id. The order is that of Tarjan's strongly
 * connected components, which finds dependencies first.
 */
final class InstallOrder {
    private final Pool pool;
    private final BitSet isInstalled = new BitSet();
    private final int[] index;
    private final int[] low;
    private final BitSet onStack = new BitSet();
    private final IntList stack = new IntList();
    private final IntList order = new IntList();
    private int counter;

    private InstallOrder(Pool pool, int[] installed) {
        this.pool = pool;
        this.index = new int[pool.size()];
        this.low = new int[pool.size()];
        for (int id : installed) {
            isInstalled.set(id);
        }
    }

    /**
     * Returns the ids in installation order.
     *
     * @param installed ids, ascending
     */
    static int[] of(Pool pool, int[] installed) {
        InstallOrder order = new InstallOrder(pool, installed);
        for (int id : installed) {
            if (order.index[id] == 0) {
                order.visit(id);
            }
        }
        return order.order.toArray();
    }

    /** A visit in progress: a package, its requirements, and how many of them have been visited. */
    private static final class Frame {
        final int id;
        final int[] required;
        int next;

        Frame(int id, int[] required) {
            this.id = id;
            this.required = required;
        }
    }

    /** Depth-first, without recursion because dependency chains can be long. */
    private void visit(int root) {
        Deque<Frame> frames = new ArrayDeque<>();
        frames.push(enter(root));
        while (!frames.isEmpty()) {
            Frame frame = frames.element();
            if (frame.next < frame.required.length) {
                int required = frame.required[frame.next++];
                if (index[required] == 0) {
                    frames.push(enter(required));
                } else if (onStack.get(required)) {
                    low[frame.id] = Math.min(low[frame.id], index[required]);
                }
            } else {
                frames.pop();
                if (low[frame.id] == index[frame.id]) {
                    leaveComponent(frame.id);
                }
                if (!frames.isEmpty()) {
                    int above = frames.element().id;
                    low[above] = Math.min(low[above], low[frame.id]);
                }
            }
        }
    }

    private Frame enter(int id) {
        index[id] = ++counter;
        low[id] = counter;
        stack.add(id);
        onStack.set(id);
        return new Frame(id, required(id));
    }

    private void leaveComponent(int root) {
        BitSet component = new BitSet();
        int id;
        do {
            id = stack.removeLast();
            onStack.clear(id);
            component.set(id);
        } while (id != root);
        order.addAll(component.stream().toArray());
    }

    /** Returns the installed packages that fulfil a requirement of the package. */
    private int[] required(int id) {
        BitSet out = new BitSet();
        for (Relation each : pool.relations().of(id).requires) {
            if (each.expression == null) {
                for (int provider : each.providers) {
                    out.set(provider);
                }
            } else {
                IntList positive = new IntList();
                each.expression.addPositive(false, positive);
                for (int i = 0; i < positive.size(); i++) {
                    out.set(positive.get(i));
                }
            }
        }
        out.and(isInstalled);
        out.clear(id);
        return out.stream().toArray();
    }
}
