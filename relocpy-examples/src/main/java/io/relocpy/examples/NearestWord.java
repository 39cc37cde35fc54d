package io.relocpy.examples;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;

/** Finds the word that the user may have meant. */
final class NearestWord {
    private NearestWord() {}

    /** Such as {@code "; did you mean build?"}; empty if no word is similar. */
    static String suggestion(String wrong, Collection<String> words) {
        int most = Math.max(1, wrong.length() / 3);
        return words.stream()
                .map(word -> Map.entry(word, distance(wrong, word)))
                .filter(entry -> entry.getValue() <= most)
                .min(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(entry -> "; did you mean " + entry.getKey() + "?")
                .orElse("");
    }

    /** Number of letters to add, drop, replace, or swap with a neighbour (optimal string alignment). */
    static int distance(String one, String other) {
        int[][] costs = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    costs[i][j] = i + j;
                    continue;
                }
                int replaced = costs[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                costs[i][j] = Math.min(replaced, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    costs[i][j] = Math.min(costs[i][j], costs[i - 2][j - 2] + 1);
                }
            }
        }
        return costs[one.length()][other.length()];
    }
}
