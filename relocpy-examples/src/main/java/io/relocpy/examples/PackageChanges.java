package io.relocpy.examples;

import io.relocpy.rpm.Evr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The differences between two sets of packages. */
record PackageChanges(List<Item> added, List<Item> removed, List<Change> changed) {
    /**
     * A package in one of the sets.
     *
     * @param size installed size in bytes
     * @param license as the package states it; empty if unknown
     */
    record Item(String name, String version, long size, String license) {}

    /** A package that is in both sets and differs. */
    record Change(Item before, Item after) {
        boolean isDowngrade() {
            return Evr.parse(after.version).compareTo(Evr.parse(before.version)) < 0;
        }
    }

    static PackageChanges between(List<Item> before, List<Item> after) {
        SortedMap<String, Item> old = byName(before);
        SortedMap<String, Item> fresh = byName(after);
        List<Item> added = new ArrayList<>();
        List<Item> removed = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        for (String name : names) {
            Item was = old.get(name);
            Item is = fresh.get(name);
            if (was == null) {
                added.add(is);
            } else if (is == null) {
                removed.add(was);
            } else if (!was.equals(is)) {
                changed.add(new Change(was, is));
            }
        }
        return new PackageChanges(added, removed, changed);
    }

    /** A name can be there twice, for two architectures; it counts as one. */
    private static SortedMap<String, Item> byName(List<Item> items) {
        return items.stream()
                .collect(Collectors.toMap(
                        Item::name,
                        item -> item,
                        (one, other) -> new Item(one.name, one.version, one.size + other.size, one.license),
                        TreeMap::new));
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** Prints a line for each package, then the licences that were added or removed. */
    void print(LineStream out) {
        if (isEmpty()) {
            out.println("The same packages.");
            return;
        }
        int name = width(Item::name);
        for (Item item : added) {
            out.printf("+ %-" + name + "s  %s  %s%s%n", item.name, item.version, signed(item.size), license(item));
        }
        for (Item item : removed) {
            out.printf("- %-" + name + "s  %s  %s%s%n", item.name, item.version, signed(-item.size), license(item));
        }
        for (Change change : changed) {
            String version = change.before.version.equals(change.after.version)
                    ? change.after.version
                    : change.before.version + " → " + change.after.version + (change.isDowngrade() ? " (older!)" : "");
            String license = change.before.license.equals(change.after.license)
                    ? ""
                    : "  licence: " + change.before.license + " → " + change.after.license;
            out.printf(
                    "~ %-" + name + "s  %s  %s%s%n",
                    change.after.name,
                    version,
                    signed(change.after.size - change.before.size),
                    license);
        }
    }

    private int width(java.util.function.Function<Item, String> text) {
        List<Item> all = new ArrayList<>(added);
        all.addAll(removed);
        changed.forEach(change -> all.add(change.after));
        return all.stream().map(text).mapToInt(String::length).max().orElse(1);
    }

    private static String license(Item item) {
        return item.license.isEmpty() ? "" : "  " + item.license;
    }

    static String signed(long bytes) {
        long size = Math.abs(bytes);
        String sign = bytes < 0 ? "−" : bytes > 0 ? "+" : "±";
        for (Map.Entry<Double, String> unit : List.of(Map.entry(1e6, "MB"), Map.entry(1e3, "kB"))) {
            if (size >= unit.getKey()) {
                return sign + String.format(Locale.ROOT, "%.1f %s", size / unit.getKey(), unit.getValue());
            }
        }
        return sign + size + " bytes";
    }
}
