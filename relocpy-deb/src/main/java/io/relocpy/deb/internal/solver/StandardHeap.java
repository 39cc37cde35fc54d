package io.relocpy.deb.internal.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A heap as libstdc++'s algorithms keep it: which of equal items comes first shows in apt's answers. */
final class StandardHeap {
    private final List<WorkItem> items = new ArrayList<>();

    boolean isEmpty() {
        return items.isEmpty();
    }

    void push(WorkItem item) {
        items.add(item);
        siftUp(items.size() - 1, 0, item);
    }

    /** Removes the greatest. */
    WorkItem pop() {
        int last = items.size() - 1;
        WorkItem item = items.get(last);
        if (last > 0) {
            items.set(last, items.get(0));
            siftDown(0, last, item);
        }
        return items.remove(last);
    }

    /** Removes some, and makes the heap anew. */
    void removeIf(Predicate<WorkItem> test) {
        items.removeIf(test);
        for (int parent = (items.size() - 2) / 2; parent >= 0 && items.size() > 1; parent--) {
            siftDown(parent, items.size(), items.get(parent));
        }
    }

    private void siftDown(int top, int count, WorkItem item) {
        int hole = top;
        int child = top;
        while (child < (count - 1) / 2) {
            child = 2 * (child + 1);
            if (items.get(child).isLessThan(items.get(child - 1))) {
                child--;
            }
            items.set(hole, items.get(child));
            hole = child;
        }
        if (count % 2 == 0 && child == (count - 2) / 2) {
            child = 2 * (child + 1);
            items.set(hole, items.get(child - 1));
            hole = child - 1;
        }
        siftUp(hole, top, item);
    }

    private void siftUp(int from, int top, WorkItem item) {
        int hole = from;
        int parent = (hole - 1) / 2;
        while (hole > top && items.get(parent).isLessThan(item)) {
            items.set(hole, items.get(parent));
            hole = parent;
            parent = (hole - 1) / 2;
        }
        items.set(hole, item);
    }
}
