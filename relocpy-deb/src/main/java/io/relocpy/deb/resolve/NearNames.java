package io.relocpy.deb.resolve;

import io.relocpy.deb.internal.index.PackageIndex;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Finds names of packages that somebody may have meant. */
final class NearNames {
    private static final int MOST = 3;
    private static final int LONGEST = 80;
    private static final List<String> PREFIXES = List.of("python3-", "lib");

    private NearNames() {}

    private record Near(int distance, String name) {}

    /** The nearest first. */
    static List<String> of(PackageIndex index, String request) {
        String wanted = nameOf(request).toLowerCase(Locale.ROOT);
        if (wanted.isEmpty() || wanted.length() > LONGEST) {
            return List.of();
        }
        int limit = Math.max(1, Math.min(3, wanted.length() / 4));
        TreeSet<Near> nearest =
                new TreeSet<>(Comparator.comparingInt(Near::distance).thenComparing(Near::name));
        for (int name = 0; name < index.nameCount(); name++) {
            String text = index.nameText(name);
            if (Math.abs(text.length() - wanted.length()) <= LONGEST && hasVersions(index, name)) {
                int distance = distance(wanted, text, limit);
                if (distance <= limit) {
                    nearest.add(new Near(distance, text));
                }
            }
        }
        return nearest.stream().limit(MOST).map(Near::name).toList();
    }

    /** Without version, release and architecture. */
    private static String nameOf(String request) {
        return request.replaceAll("[/=:].*", "");
    }

    private static boolean hasVersions(PackageIndex index, int name) {
        for (int place = index.firstOfName(name); place < index.endOfName(name); place++) {
            if (index.hasVersions(index.packageOfName(place))) {
                return true;
            }
        }
        return false;
    }

    /** What is only missing a usual prefix, or has that of Python 2, is near. */
    private static int distance(String wanted, String name, int limit) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)
                    && name.length() == prefix.length() + wanted.length()
                    && name.endsWith(wanted)) {
                return 1;
            }
        }
        if (wanted.startsWith("python-") && name.equals("python3-" + wanted.substring("python-".length()))) {
            return 0;
        }
        return Math.abs(name.length() - wanted.length()) > limit ? limit + 1 : edits(wanted, name);
    }

    /** How many letters to insert, remove, replace or swap with their neighbours. */
    private static int edits(String a, String b) {
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int best = Math.min(distances[i - 1][j], distances[i][j - 1]) + 1;
                best = Math.min(best, distances[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, distances[i - 2][j - 2] + 1);
                }
                distances[i][j] = best;
            }
        }
        return distances[a.length()][b.length()];
    }
}
