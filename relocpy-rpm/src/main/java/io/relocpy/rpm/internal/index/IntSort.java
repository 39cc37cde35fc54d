package io.relocpy.rpm.internal.index;

import java.util.function.IntBinaryOperator;

/**
 * A stable top-down merge sort of ints.
 *
 * <p>Comparisons of dependency versions are not transitive (a version without a release equals every release), so the
 * result depends on which elements are compared. This is the order of glibc's {@code qsort}, on which libsolv
 * relies.
 */
public final class IntSort {
    private IntSort() {}

    public static void sort(int[] a, int from, int to, IntBinaryOperator comparison) {
        if (to - from > 1) {
            sort(a, from, to - from, comparison, new int[to - from]);
        }
    }

    private static void sort(int[] a, int from, int count, IntBinaryOperator comparison, int[] scratch) {
        if (count <= 1) {
            return;
        }
        int half = count / 2;
        sort(a, from, half, comparison, scratch);
        sort(a, from + half, count - half, comparison, scratch);
        int left = from;
        int right = from + half;
        int out = 0;
        while (left < from + half && right < from + count) {
            scratch[out++] = comparison.applyAsInt(a[left], a[right]) <= 0 ? a[left++] : a[right++];
        }
        while (left < from + half) {
            scratch[out++] = a[left++];
        }
        System.arraycopy(scratch, 0, a, from, out); // what is left on the right is in place
    }
}
