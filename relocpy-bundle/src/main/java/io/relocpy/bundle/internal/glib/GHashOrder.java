package io.relocpy.bundle.internal.glib;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The order in which GLib's {@code GHashTable} of strings goes through its keys, which shows in compiled schemas: open addressing
 * with probes that grow by one.
 */
final class GHashOrder {
    /** The largest prime below each power of two. */
    private static final int[] PRIMES = {
        1, 2, 3, 7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287,
        1048573
    };

    private static final int MIN_SHIFT = 3;

    private int shift = MIN_SHIFT;
    private String[] slots = new String[1 << MIN_SHIFT];

    /** For each slot, after how many probes from there a free one was found last: those before are taken. */
    private int[] probes = new int[1 << MIN_SHIFT];

    private int count;

    private GHashOrder() {}

    /** The keys, which differ, in the table's order after they were inserted in the given one. */
    static List<String> of(Collection<String> keys) {
        GHashOrder table = new GHashOrder();
        keys.forEach(table::insert);
        List<String> order = new ArrayList<>();
        for (String key : table.slots) {
            if (key != null) {
                order.add(key);
            }
        }
        return order;
    }

    /** {@code g_str_hash}, and the same in GVDB files. */
    static int hash(String key) {
        int hash = 5381;
        for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
            hash = hash * 33 + each;
        }
        return hash;
    }

    private int home(String key) {
        int hash = hash(key);
        int real = Integer.compareUnsigned(hash, 2) < 0 ? 2 : hash; // 0 and 1 mark slots without keys
        return Integer.remainderUnsigned(real * 11, PRIMES[shift]);
    }

    /** The slot for a key; names can be made to have the same hash, so what was found taken is not looked at again. */
    private int free(String key, IntPredicate isTaken) {
        int home = home(key);
        int step = probes[home];
        int at = (int) (home + step * (step + 1L) / 2) & (slots.length - 1);
        while (isTaken.test(at)) {
            step++;
            at = (at + step) & (slots.length - 1);
        }
        probes[home] = step;
        return at;
    }

    private void insert(String key) {
        slots[free(key, at -> slots[at] != null)] = key;
        count++;
        if (slots.length <= count + count / 16) {
            grow();
        }
    }

    /** In place: each key moves to its new slot, and what it displaces moves next. */
    private void grow() {
        int old = slots.length;
        shift = Math.max(MIN_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros((int) (count * 1.333)));
        slots = Arrays.copyOf(slots, 1 << shift);
        probes = new int[slots.length];
        boolean[] moved = new boolean[slots.length];
        for (int i = 0; i < old; i++) {
            if (slots[i] == null || moved[i]) {
                continue;
            }
            String key = slots[i];
            slots[i] = null;
            while (key != null) {
                int at = free(key, slot -> moved[slot]);
                moved[at] = true;
                String displaced = slots[at];
                slots[at] = key;
                key = displaced;
            }
        }
    }
}
