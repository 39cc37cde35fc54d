package io.relocpy.repository.internal.index;

import java.util.Arrays;

/** A growing array of ints, such as the solver's queues. Not thread-safe. */
public final class IntList {
    private int[] elements;
    private int size;

    public IntList() {
        this(16);
    }

    public IntList(int capacity) {
        elements = new int[capacity];
    }

    public void add(int element) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, Math.max(16, size * 2));
        }
        elements[size++] = element;
    }

    public void addAll(int[] others) {
        addAll(others, others.length);
    }

    public void addAll(IntList others) {
        addAll(others.elements, others.size);
    }

    private void addAll(int[] others, int count) {
        if (size + count > elements.length) {
            elements = Arrays.copyOf(elements, Math.max(size + count, size * 2));
        }
        System.arraycopy(others, 0, elements, size, count);
        size += count;
    }

    /** Puts an element before the one at that index. */
    public void insert(int index, int element) {
        add(element);
        System.arraycopy(elements, index, elements, index + 1, size - 1 - index);
        elements[index] = element;
    }

    public int get(int index) {
        return elements[index];
    }

    public void set(int index, int element) {
        elements[index] = element;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int last() {
        return elements[size - 1];
    }

    public int removeLast() {
        return elements[--size];
    }

    /** Removes the elements from this index on. */
    public void truncate(int newSize) {
        size = newSize;
    }

    public void clear() {
        size = 0;
    }

    public boolean contains(int element) {
        for (int i = 0; i < size; i++) {
            if (elements[i] == element) {
                return true;
            }
        }
        return false;
    }

    /** Returns the backing array, valid up to {@link #size()} until the next change. */
    public int[] array() {
        return elements;
    }

    public int[] toArray() {
        return Arrays.copyOf(elements, size);
    }
}
