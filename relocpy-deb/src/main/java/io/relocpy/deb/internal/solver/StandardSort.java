package io.relocpy.deb.internal.solver;

/**
 * libstdc++'s {@code std::sort}, which is not stable: apt's choice among packages of one score is the order in which this
 * algorithm leaves them.
 */
final class StandardSort {
    private static final int THRESHOLD = 16;

    private final int[] elements;
    private final long[] keys;

    private StandardSort(int[] elements, long[] keys) {
        this.elements = elements;
        this.keys = keys;
    }

    /** Sorts the elements, and the keys with them, by ascending keys. */
    static void sort(int[] elements, long[] keys) {
        StandardSort sort = new StandardSort(elements, keys);
        int count = elements.length;
        if (count > 1) {
            sort.introsort(0, count, 2 * (31 - Integer.numberOfLeadingZeros(count)));
            sort.insertionSort(count);
        }
    }

    private void introsort(int first, int end, int depthLimit) {
        int last = end;
        for (int depth = depthLimit; last - first > THRESHOLD; depth--) {
            if (depth == 0) {
                heapSort(first, last);
                return;
            }
            medianToFirst(first, first + 1, first + (last - first) / 2, last - 1);
            int cut = partition(first, last);
            introsort(cut, last, depth - 1);
            last = cut;
        }
    }

    private void medianToFirst(int first, int a, int b, int c) {
        if (keys[a] < keys[b]) {
            swap(first, keys[b] < keys[c] ? b : keys[a] < keys[c] ? c : a);
        } else {
            swap(first, keys[a] < keys[c] ? a : keys[b] < keys[c] ? c : b);
        }
    }

    private int partition(int first, int last) {
        long pivot = keys[first];
        int i = first + 1;
        int j = last;
        while (true) {
            while (keys[i] < pivot) {
                i++;
            }
            j--;
            while (pivot < keys[j]) {
                j--;
            }
            if (i >= j) {
                return i;
            }
            swap(i, j);
            i++;
        }
    }

    private void insertionSort(int count) {
        for (int i = 1; i < count; i++) {
            int element = elements[i];
            long key = keys[i];
            int hole = i;
            if (i < THRESHOLD && key < keys[0]) {
                hole = 0;
            } else {
                while (key < keys[hole - 1]) {
                    hole--;
                }
            }
            System.arraycopy(elements, hole, elements, hole + 1, i - hole);
            System.arraycopy(keys, hole, keys, hole + 1, i - hole);
            elements[hole] = element;
            keys[hole] = key;
        }
    }

    private void heapSort(int first, int last) {
        int count = last - first;
        for (int parent = (count - 2) / 2; parent >= 0; parent--) {
            siftDown(first, parent, count, elements[first + parent], keys[first + parent]);
        }
        for (int end = count - 1; end > 0; end--) {
            int element = elements[first + end];
            long key = keys[first + end];
            move(first, first + end);
            siftDown(first, 0, end, element, key);
        }
    }

    /** To the bottom along the greater children, then up to its place. */
    private void siftDown(int first, int top, int count, int element, long key) {
        int hole = top;
        int child = top;
        while (child < (count - 1) / 2) {
            child = 2 * (child + 1);
            if (keys[first + child] < keys[first + child - 1]) {
                child--;
            }
            move(first + child, first + hole);
            hole = child;
        }
        if (count % 2 == 0 && child == (count - 2) / 2) {
            child = 2 * (child + 1);
            move(first + child - 1, first + hole);
            hole = child - 1;
        }
        int parent = (hole - 1) / 2;
        while (hole > top && keys[first + parent] < key) {
            move(first + parent, first + hole);
            hole = parent;
            parent = (hole - 1) / 2;
        }
        elements[first + hole] = element;
        keys[first + hole] = key;
    }

    private void move(int from, int to) {
        elements[to] = elements[from];
        keys[to] = keys[from];
    }

    private void swap(int i, int j) {
        int element = elements[i];
        long key = keys[i];
        move(j, i);
        elements[j] = element;
        keys[j] = key;
    }
}
