package io.relocpy.rpm;

import java.util.Arrays;

/** A growing array of ints; what the solver keeps its queues in. Not thread-safe. */
final class IntList {
    private int[] elements;
    private int size;

    IntList() {
        this(16);
    }

    IntList(int capacity) {
        elements = new int[capacity];
    }

    void add(int element) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, Math.max(16, size * 2));
        }
        elements[size++] = element;
    }

    void addAll(int[] others) {
        addAll(others, others.length);
    }

    void addAll(IntList others) {
        addAll(others.elements, others.size);
    }

    private void addAll(int[] others, int count) {
        if (size + count > elements.length) {
            elements = Arrays.copyOf(elements, Math.max(size + count, size * 2));
        }
        System.arraycopy(others, 0, elements, size, count);
        size += count;
    }

    int get(int index) {
        return elements[index];
    }

    void set(int index, int element) {
        elements[index] = element;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int last() {
        return elements[size - 1];
    }

    int removeLast() {
        return elements[--size];
    }

    /** Drops what lies at that index and behind it. */
    void truncate(int newSize) {
        size = newSize;
    }

    void clear() {
        size = 0;
    }

    boolean contains(int element) {
        for (int i = 0; i < size; i++) {
            if (elements[i] == element) {
                return true;
            }
        }
        return false;
    }

    /** The backing array, valid up to {@link #size()} until the next change. */
    int[] array() {
        return elements;
    }

    int[] toArray() {
        return Arrays.copyOf(elements, size);
    }
}
