package io.relocpy.repository.internal.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds existing names similar to a misspelled one. */
public final class NearNames {
    private static final int MOST = 3;

    private NearNames() {}

    private record Near(String name, int distance) {}

    /**
     * Returns the nearest names, by the number of letters to insert, delete, replace or transpose.
     *
     * <p>A name that only adds a prefix or suffix, such as {@code python3-yaml} for {@code yaml}, is considered
     * similar, too.
     *
     * @return at most three, the nearest first
     */
    public static List<String> of(String wanted, Collection<String> names) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        int most = Math.max(1, lower.length() / 4);
        List<Near> near = new ArrayList<>();
        for (String name : names) {
            String other = name.toLowerCase(Locale.ROOT);
            if (Math.abs(other.length() - lower.length()) <= most) {
                int distance = distance(lower, other, most);
                if (distance <= most) {
                    near.add(new Near(name, distance));
                    continue;
                }
            }
            if (lower.length() > 2 && (other.endsWith("-" + lower) || other.startsWith(lower + "-"))) {
                near.add(new Near(name, most + 1));
            }
        }
        return near.stream()
                .sorted(Comparator.comparingInt(Near::distance)
                        .thenComparingInt(each -> each.name.length())
                        .thenComparing(Near::name))
                .map(Near::name)
                .limit(MOST)
                .toList();
    }

    /** The question at the end of a message: {@code ; did you mean a or b?}, or nothing. */
    public static String didYouMean(Collection<String> names) {
        return names.isEmpty() ? "" : "; did you mean " + OneOf.of(names) + "?";
    }

    /** Returns the distance if it is at most {@code most}, else any larger number. */
    private static int distance(String a, String b, int most) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        Arrays.setAll(last, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int best = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                best = Math.min(best, row[j]);
            }
            if (best > most) {
                return most + 1;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
